"""Lo scambio con ANPR e INPS: che cosa è configurato e, se richiesto, se il voucher arriva."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from prossimo.citizens.exchange import sources
from prossimo.citizens.exchange.faults import ExchangeFault
from prossimo.citizens.exchange.parties import Asking
from prossimo.citizens.exchange.wording import sentence

PARTS = ("platform", "anpr", "family", "signals", "isee", "files")
HIDDEN = {"proxy"}  # it may carry a password


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["check"], help="check: dice che cosa c'è")
        parser.add_argument(
            "--voucher", action="store_true", help="chiede davvero un voucher per ogni servizio"
        )

    def handle(self, *, voucher: bool, **_options: Any) -> None:
        parts = settings.EXCHANGE
        if not parts:
            self.stdout.write(_("Lo scambio con i registri nazionali è spento."))
            return
        for part in PARTS:
            for name, value in parts.get(part, {}).items():
                shown = "…" if name in HIDDEN else value
                self.stdout.write(f"{part}.{name}: {shown}")
        try:
            self._say_sources()
            fine = self._try_vouchers() if voucher else True
        except ExchangeFault as fault:
            self.stderr.write(sentence(fault))
            fine = False
        if not fine:
            sys.exit(1)

    def _say_sources(self) -> None:
        registry, isee = sources.registry_notifications(), sources.isee_source()
        off = _("spento")
        self.stdout.write(
            _("Anagrafe: %(source)s") % {"source": registry.origin if registry else off}
        )
        self.stdout.write(_("ISEE: %(source)s") % {"source": isee.origin if isee else off})

    def _try_vouchers(self) -> bool:
        asking = Asking(user=getpass.getuser(), reason="prossimo exchange check")
        fine = True
        for channel in sources.channels():
            try:
                channel.probe(asking)
            except ExchangeFault as fault:
                fine = False
                self.stdout.write(f"{channel.service.name}: {sentence(fault)}")
            else:
                given = _("%(service)s: voucher ottenuto.") % {"service": channel.service.name}
                self.stdout.write(given)
        return fine
