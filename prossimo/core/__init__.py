"""The floor: registries, verdicts, workflow tables, periods, progress, walls; no tables of its own."""
