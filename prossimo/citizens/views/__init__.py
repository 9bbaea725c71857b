"""The screens of people: looking for somebody, reading a file, writing it."""

from prossimo.citizens.views import people, person, writing

__all__ = ["people", "person", "writing"]
