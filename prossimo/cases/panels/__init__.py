"""What cases lend to other pages and to their own, one module a subject; each declares itself."""
