"""Who may read, open, assign and write a case, with the reason in Italian."""
