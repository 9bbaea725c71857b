"""Costruisce i comuni inventati: tre Ambiti con persone, sportelli e contatti dal 2014 a oggi."""

import datetime as dt
import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from prossimo.accounts.demo_accounts import PASSWORD
from prossimo.territory.models import Ambito


def scale_of(text: str) -> float:
    number = float(text.replace(",", "."))
    if not 0.005 <= number <= 20:
        raise ArgumentTypeError(_("va da 0.005 a 20"))
    return number


def day_of(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("va scritto AAAA-MM-GG")) from error
    if day < dt.date(2014, 2, 1):
        raise ArgumentTypeError(_("la storia dei comuni inventati comincia nel gennaio 2014"))
    return day


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=scale_of, default=1.0, help=_("1 = 120 000 persone"))
        parser.add_argument("--seed", type=int, default=2018, help=_("stesso seme, stessi comuni"))
        parser.add_argument("--today", type=day_of, help=_("AAAA-MM-GG, invece di oggi"))
        parser.add_argument("--quiet", action="store_true", help=_("senza barra di avanzamento"))
        parser.add_argument(
            "--replace", action="store_true", help=_("al posto di quelli che ci sono")
        )
        parser.add_argument(
            "--no-snapshot", action="store_true", help=_("senza la fotografia per l'Osservatorio")
        )

    def handle(
        self, *, scale: float, seed: int, today: dt.date | None, replace: bool, **options: Any
    ) -> None:
        refuse_real_data(replace=replace)
        from prossimo.web.demo import (
            agenda,
            analysing,
            cases,
            chain,
            meetings,
            papers,
            plans,
            rotas,
            segretariato,
        )
        from prossimo.web.demo.archive import put_away
        from prossimo.web.demo.beside import stand_beside
        from prossimo.web.demo.handing import pass_on
        from prossimo.web.demo.outreach import hand_in
        from prossimo.web.demo.protection import protect
        from prossimo.web.demo.sending import send_people
        from prossimo.web.demo.supervising import supervise
        from prossimo.web.demo.town import build, plan_of
        from prossimo.web.demo.waiting import leave

        began = time.monotonic()
        quiet = options["quiet"] or options["verbosity"] == 0
        plan = plan_of(seed, scale, today)
        town = build(plan, replace=replace, quiet=quiet)
        leave(town.twice, plan.today)
        agenda.leave(seed, plan.today)
        send_people(seed, plan.now)
        segretariato.leave(plan.today)
        chain.tie(plan.now)
        cases.follow(plan.today, scale)
        plans.plan(plan.today)
        protect(plan.today)
        papers.file_away(plan.today)
        pass_on(plan.today)
        stand_beside(plan.today)
        analysing.analyse(plan.today)
        meetings.gather(plan.today)
        put_away(plan.today)
        rotas.write(plan.today)
        supervise(plan.today)
        hand_in(plan.now)
        if not options["no_snapshot"]:
            self._photograph()
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
            told = _("Scala %(scale)g: le cifre pubblicate escono moltiplicate per %(scale)g.")
            self.stdout.write(told % {"scale": scale})

    def _photograph(self) -> None:
        """What the Observatory reads; without it the town is there all the same."""
        try:
            call_command("snapshot", verbosity=0)
        except CommandError as error:
            self.stderr.write(_("%(why)s Si può rifare con «prossimo snapshot».") % {"why": error})


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
