"""Brings the manual up to the code: the generated half of the reference, and the pictures.

python scripts/docs.py               both
python scripts/docs.py --text        the reference only, in a moment
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main(words: list[str]) -> None:
    os.chdir(ROOT)
    os.environ.setdefault("PROSSIMO_TRIAL", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "prossimo_launch.settings"
    import django

    django.setup()
    from scripts import pictures, reference

    changed = reference.write()
    if "--text" not in words:
        changed += [f"docs/images/{name}.png" for name in pictures.take(say)]
    say("\n".join(["Cambiati:", *changed]) if changed else "Il manuale era già a posto.")


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
