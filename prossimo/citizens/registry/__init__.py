"""The file of a municipal registry: read, understood column by column, checked row by row."""
