"""Confronta fra loro tutte le schede delle persone e mette in elenco i probabili doppioni."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from prossimo.accounts.models import User
from prossimo.citizens import comparing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as",
            dest="name",
            required=True,
            help="nome utente di chi cerca: si confrontano le schede che può giudicare",
        )

    def handle(self, *, name: str, verbosity: int, **_options: Any) -> None:
        quiet, who = verbosity == 0, self._named(name)
        with tqdm(desc="Confronto delle schede", unit="", disable=quiet or None) as bar:

            def heard(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                noted = comparing.compare(who, None, report=heard)
            except comparing.NotInstalled as missing:
                if not quiet:
                    self.stderr.write(f"{str(missing).capitalize()}.")
                return
            except PermissionDenied as refused:
                raise CommandError(str(refused)) from None
        if not quiet:
            self.stdout.write(
                f"Coppie trovate: {noted.found}; nuove: {noted.fresh}; riaperte: {noted.again}; "
                f"non si somigliano più: {noted.stale}."
            )

    def _named(self, name: str) -> uuid.UUID:
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(f"Nessuna persona attiva si chiama «{name}».")
        return found.pk
