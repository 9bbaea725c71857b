"""The roof: home, navigation, search, error pages and addresses."""
