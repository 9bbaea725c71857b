"""What the templates of accounts ask for beyond their context."""
