"""Runs, shows and exports the indicators that the apps declare."""
