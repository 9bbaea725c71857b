"""Builds the invented towns: three Ambiti whose raw records give the published figures."""

import datetime as dt
import time
from argparse import ArgumentParser, ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from prossimo.accounts.demo_accounts import PASSWORD
from prossimo.territory.models import Ambito


def scale_of(text: str) -> float:
    number = float(text.replace(",", "."))
    if not 0.005 <= number <= 20:
        raise ArgumentTypeError(_("va da 0.005 a 20"))
    return number


class Command(BaseCommand):
    help = _(
        "Costruisce i comuni inventati: Bergamo, Dalmine e la città di Punto per Te, con persone, "
        "sportelli e contatti dal 2014 a oggi."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=scale_of, default=1.0, help=_("1 = 120 000 persone"))
        parser.add_argument("--seed", type=int, default=2018, help=_("stesso seme, stessi comuni"))
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, help=_("AAAA-MM-GG, invece di oggi")
        )
        parser.add_argument("--quiet", action="store_true", help=_("senza barra di avanzamento"))
        parser.add_argument(
            "--replace", action="store_true", help=_("al posto di quelli che ci sono")
        )

    def handle(
        self,
        *,
        scale: float,
        seed: int,
        today: dt.date | None,
        quiet: bool,
        replace: bool,
        verbosity: int,
        **_options: object,
    ) -> None:
        refuse_real_data(replace=replace)
        from prossimo.web.demo.town import build, plan_of

        began = time.monotonic()
        town = build(plan_of(seed, scale, today), replace=replace, quiet=quiet or verbosity == 0)
        if verbosity:
            self.stdout.write(
                _(
                    "%(people)s persone, %(contacts)s contatti e %(staff)s operatori inventati in "
                    "%(seconds).0f secondi. Si entra con la parola chiave «%(password)s»."
                )
                % {
                    "people": f"{town.people:,}".replace(",", " "),
                    "contacts": f"{town.contacts:,}".replace(",", " "),
                    "staff": town.staff,
                    "seconds": time.monotonic() - began,
                    "password": PASSWORD,
                }
            )
            if scale != 1:
                self.stdout.write(
                    _("Scala %(scale)g: le cifre pubblicate escono moltiplicate per %(scale)g.")
                    % {"scale": scale}
                )


def refuse_real_data(*, replace: bool) -> None:
    """The invented towns never share a database with anything true."""
    if not settings.TRIAL:
        raise CommandError(
            _(
                "I comuni inventati si costruiscono solo per prova: qui PROSSIMO_TRIAL non è 1, "
                "dunque i dati potrebbero essere veri. Non è stato scritto nulla."
            )
        )
    real = list(Ambito.objects.filter(invented=False).values_list("name", flat=True))
    if real:
        raise CommandError(
            _("C'è già un Ambito che non è inventato (%(names)s): non è stato scritto nulla.")
            % {"names": ", ".join(real)}
        )
    if not replace and Ambito.objects.exists():
        raise CommandError(
            _("I comuni inventati ci sono già: per rifarli da capo aggiungere --replace.")
        )
