"""What is asked of who has no account."""
