"""Pages of the citizens' door, one file a subject."""
