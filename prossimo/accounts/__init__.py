"""Staff, their roles and scopes, and the journal of who read and changed what."""
