"""Finds in bulk the people who may be registered twice, and says why (docs/reference/duplicates.md).

Start from `finding.find`; who only shows pairs imports `pairs`, which is light.
"""
