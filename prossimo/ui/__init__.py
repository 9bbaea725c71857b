"""The face of Prossimo: frame of the page, components, forms, icons, style and small scripts."""
