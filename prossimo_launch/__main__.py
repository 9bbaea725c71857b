"""`python -m prossimo_launch` is the console command `prossimo`."""

from prossimo_launch.cli import main

main()
