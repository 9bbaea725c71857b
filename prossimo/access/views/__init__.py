"""The screens of the door."""
