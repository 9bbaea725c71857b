"""Reads of cases that are not one model's list."""
