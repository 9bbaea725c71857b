"""The screens of accounts, a file for each kind of work."""
