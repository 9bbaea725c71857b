"""The invented towns: three Ambiti that nobody lives in, whose figures are the published ones."""
