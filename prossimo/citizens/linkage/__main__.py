"""The child of `aside.find`: asked on its standard input, it answers on its standard output."""

import sys

from prossimo.citizens.linkage.aside import answer

if __name__ == "__main__":
    answer(sys.stdin, sys.stdout)
