"""Lists declared once: screen, files and print, one file a subject."""
