"""Places: the ambito, its municipalities and neighbourhoods, and who lives there by year."""
