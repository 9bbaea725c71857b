"""Cases (presa in carico): who is followed, by whom, with which goals, and what came of it."""
