"""Run the bench: `python -m bench [--quick] [section…]`. It measures; it fails nothing."""

import argparse
import importlib
import os

SECTIONS = ("start", "pages", "load", "indicators")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small town, few rounds")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=[])
    options = parser.parse_args()
    os.environ.setdefault("PROSSIMO_TRIAL", "1")
    for section in options.sections or SECTIONS:
        print(f"\n{section}", flush=True)
        for row in importlib.import_module(f"bench.{section}").run(options.quick):
            print(f"  {row}", flush=True)


if __name__ == "__main__":
    main()
