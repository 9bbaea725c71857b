"""What the screens of the door read beyond one model's list."""
