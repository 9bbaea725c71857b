"""Raccoglie i testi da tradurre nel catalogo inglese e dice quali mancano."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from prossimo.core import catalogue


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="non scrive: dice che cosa manca")

    def handle(self, *, check: bool, **_: object) -> None:
        found = catalogue.gaps() if check else catalogue.update()
        for label, texts in (
            ("Senza inglese", found.missing),
            ("Non più in uso", found.stale),
            ("Da correggere", found.broken),
        ):
            for text in texts:
                self.stdout.write(f"{label}: {text}")
        total = len(catalogue.template())
        self.stderr.write(f"{total} testi, {len(found.missing)} senza inglese.")
        if check and found:
            sys.exit(1)
