"""Tags of the door."""
