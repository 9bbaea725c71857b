"""Legge le novità dell'anagrafe nazionale (o del suo file) e ne fa controlli da fare."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from prossimo.accounts.models import User
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.wording import sentence
from prossimo.citizens.operations import news


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as",
            dest="name",
            required=True,
            help="nome utente di chi legge: i controlli riguardano le persone che può correggere",
        )

    def handle(self, *, name: str, verbosity: int, **_options: Any) -> None:
        try:
            noted = news.read(self._named(name), None)
        except news.SwitchedOff:
            raise CommandError("Lo scambio con l'anagrafe nazionale è spento.") from None
        except ExchangeFault as fault:
            raise CommandError(sentence(fault)) from None
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from None
        if verbosity:
            self.stdout.write(f"Novità lette: {noted.told}; controlli nuovi: {noted.fresh}.")

    def _named(self, name: str) -> uuid.UUID:
        found = User.objects.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(f"Nessuna persona attiva si chiama «{name}».")
        return found.pk
