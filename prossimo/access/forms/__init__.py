"""What the screens of the door ask."""
