"""Indicators of cases, one module a subject; each declares itself."""

from prossimo.cases.indicators import joint, life, projects, standing  # noqa: F401 (each declares its own)
