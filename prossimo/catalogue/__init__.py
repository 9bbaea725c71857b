"""What is needed, and what is on offer."""
