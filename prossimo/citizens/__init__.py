"""People and households, as the social services know them."""
