"""What is typed about cases, one module a subject."""
