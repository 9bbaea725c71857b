"""Cards of «Oggi» and panels lent to other pages, one file a subject."""
