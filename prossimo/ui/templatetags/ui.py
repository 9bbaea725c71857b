"""`{% load ui %}`: every component of the house."""

from django.template import Library

from prossimo.ui.tags import around, atoms, blocks, dates, fields, tables, ways

register = Library()
for part in (around, atoms, blocks, dates, fields, tables, ways):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
