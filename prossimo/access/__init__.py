"""The door: desks and every contact of a citizen with them."""
