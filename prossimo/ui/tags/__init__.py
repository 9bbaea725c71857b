"""The template tags of the house, gathered into one library called `ui`."""
