"""Run the bench: `python -m bench [--quick] [--scale S] [section…]`. It measures; it fails nothing."""

import argparse
import importlib
import os
import time

SECTIONS = (
    "start",
    "pages",
    "memory",
    "walls",
    "load",
    "indicators",
    "duplicates",
    "search",
    "registry",
    "agenda",
    "queue",
    "cases",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small town, few rounds")
    parser.add_argument("--scale", help="of the town: 1.0 is Bergamo, 120 000 people")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], default=[])
    given = parser.parse_args()
    os.environ.setdefault("PROSSIMO_TRIAL", "1")
    from bench.town import Options

    options = Options(given.quick, given.scale or ("0.02" if given.quick else "1.0"))
    for section in given.sections or SECTIONS:
        print(f"\n{section}  {time.strftime('%H:%M')}  load {os.getloadavg()[0]:.1f}", flush=True)
        for row in importlib.import_module(f"bench.{section}").run(options):
            print(f"  {row}", flush=True)


if __name__ == "__main__":
    main()
