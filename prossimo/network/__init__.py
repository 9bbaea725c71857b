"""Organisations of every kind that work with the town."""
