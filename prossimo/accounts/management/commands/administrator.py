"""Open the first access of an Ambito: whoever will open all the others."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from prossimo.accounts import operations
from prossimo.accounts.models import User
from prossimo.territory.models import Ambito


class Command(BaseCommand):
    help = "Apre l'accesso del primo amministratore e stampa il collegamento per la password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="nome utente")
        parser.add_argument("--first-name", required=True, help="nome")
        parser.add_argument("--last-name", required=True, help="cognome")
        parser.add_argument("--email", default="", help="posta elettronica")
        parser.add_argument(
            "--ambito", required=True, help="chiave dell'Ambito, per esempio bergamo"
        )
        parser.add_argument("--ambito-name", default="", help="il suo nome, se non c'è ancora")

    def handle(self, *, username: str, ambito: str, ambito_name: str, **more: Any) -> None:
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"C'è già una persona con il nome utente «{username}».")
        with transaction.atomic():
            place = Ambito.objects.filter(key=ambito).first()
            if place is None and not ambito_name:
                known = ", ".join(Ambito.objects.values_list("key", flat=True)) or "nessuno"
                raise CommandError(
                    f"Non c'è l'Ambito «{ambito}» (ci sono: {known}). Per crearlo: --ambito-name."
                )
            place = place or Ambito.objects.create(key=ambito, name=ambito_name)
            names = {name: more[name] for name in ("first_name", "last_name", "email")}
            path = operations.open_first_access(place, username=username, **names)
        host = next((name for name in settings.ALLOWED_HOSTS if name not in {"*"}), "localhost")
        self.stdout.write(f"https://{host}{path}")
        self.stdout.write("Vale tre giorni e una volta sola: chi lo apre sceglie la password.")
