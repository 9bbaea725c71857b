"""Prossimo: the open system of the social services of a town and its district."""

__version__ = "0.1.0"
