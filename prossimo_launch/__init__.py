"""Start-up of Prossimo: settings, the private database server, the console command.

Whoever starts loads half a million things that stay to the end. Python, left to itself, goes through
them again at each seven hundred more, looking for rubbish; at each fifty thousand is enough.
"""

import gc

gc.set_threshold(50_000, 20, 50)
