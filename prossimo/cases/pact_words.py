"""The pact in plain words, from the text that was agreed: for the page, for paper, in a courtesy copy.

What is ours is said in the language of the reader; what people wrote stays as they wrote it, between «».
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from prossimo.cases.choices import BudgetPeriod, BudgetSource, Doer, GoalTheme, PlanKind, Side
from prossimo.cases.models import Plan, PlanSignature
from prossimo.cases.plan_words import ToldGoal
from prossimo.cases.signing import how_of, picture_of
from prossimo.core import pdf, wording

Told = dict[str, Any]


def pact_sheet(
    plan: Plan, told: Told, *, answers: Iterable[ToldGoal], signatures: Iterable[PlanSignature],
    courtesy: bool = False,
) -> pdf.Sheet:  # fmt: skip
    """The whole pact, in the language that is being spoken."""
    kind = str(PlanKind(told["kind"]).label)
    title = _("%(kind)s di %(person)s") % {"kind": kind.capitalize(), "person": told["person"]}
    said = {"number": told["number"], "state": plan.get_state_display()}
    return pdf.Sheet(
        title=title,
        subtitle=_("Versione %(number)s: %(state)s") % said,
        notes=_notes(plan, courtesy=courtesy),
        sections=[
            _who(plan, told),
            *_aim(told),
            *[_goal(n, goal) for n, goal in enumerate(told["goals"], 1)],
            *[_commitments(told, side) for side in Side],
            *_budget(told),
            _answers(answers),
            _signatures(told, list(signatures)),
        ],
    )


def quoted(words: str) -> str:
    """What somebody wrote, as they wrote it."""
    return f"«{words}»" if words else ""


def _notes(plan: Plan, *, courtesy: bool) -> list[str]:
    notes = []
    if courtesy:
        notes.append(
            _(
                "Copia di cortesia: vale il testo italiano. Le parole tra «» sono come le persone "
                "le hanno dette o scritte, in italiano."
            )
        )
    if not plan.fingerprint:
        notes.append(_("Bozza: non è ancora stata condivisa e non impegna nessuno."))
    return notes


def _who(plan: Plan, told: Told) -> pdf.Section:
    valid = _since_until(plan.valid_from, plan.valid_to)
    facts = [
        (_("Persona"), told["person"]),
        (_("Nata il"), _day(told["born_on"])),
        (_("Con"), ", ".join(name for name in told["people"] if name != told["person"])),
        (_("Chi la segue"), told["worker"]),
        (_("Ente"), told["body"]),
        (_("Presa in carico"), told["case"]),
        (_("Vale"), valid),
        (_("Si rivede ogni"), _("%(n)s giorni") % {"n": told["review_every"]}),
        (_("Perché questa versione"), quoted(told["reason"])),
    ]
    return pdf.Section(_("Di chi e con chi"), facts=[fact for fact in facts if fact[1]])


def _aim(told: Told) -> list[pdf.Section]:
    if not told["aim"]:
        return []
    return [pdf.Section(_("Dove si vuole arrivare"), paragraphs=[quoted(told["aim"])])]


def _goal(number: int, goal: Told) -> pdf.Section:
    facts = [
        (_("Tema"), str(GoalTheme(goal["theme"]).label)),
        (_("Per chi"), goal["who"] or _("tutti")),
        (_("Risponde a"), ", ".join(goal["needs"])),
        (_("Com'è adesso"), quoted(goal["baseline"])),
        (_("Come sarà"), quoted(goal["target"])),
        (_("Da che cosa si vede"), quoted(goal["indicator"])),
        (_("Entro il"), _day(goal["horizon_on"])),
    ]
    rows = None
    if goal["actions"]:
        head = [_("Chi"), _("Che cosa fa"), _("Quando")]
        rows = pdf.Rows(head, [_action(each) for each in goal["actions"]])
    return pdf.Section(
        _("Obiettivo %(n)s: %(goal)s") % {"n": number, "goal": quoted(goal["statement"])},
        facts=[fact for fact in facts if fact[1]],
        rows=rows,
    )


def _action(action: Told) -> list[str]:
    who = action["who"]
    if action["doer"] not in {Doer.MEMBER, Doer.WORKER, Doer.SERVICE, Doer.BODY}:
        who = f"{who} ({Doer(action['doer']).label})"
    when = [quoted(action["frequency"]), _since_until(action["from_on"], action["to_on"])]
    return [who, quoted(action["what"]), ", ".join(filter(None, when))]


def _commitments(told: Told, side: Side) -> pdf.Section:
    mine = [each for each in told["commitments"] if each["side"] == side]
    title = _("Che cosa fa la persona") if side == Side.PERSON else _("Che cosa fa il servizio")
    said = [
        f"{each['who']}: {quoted(each['what'])}" if each["who"] else quoted(each["what"])
        for each in mine
    ]
    return pdf.Section(title, paragraphs=said, empty=_("Nessun impegno scritto."))


def _budget(told: Told) -> list[pdf.Section]:
    if not told["budget"]:
        return []
    body = [
        [
            quoted(line["item"]),
            str(BudgetSource(line["source"]).label),
            str(BudgetPeriod(line["period"]).label),
            wording.euro(line["cents"]),
        ]
        for line in told["budget"]
    ]
    head = [_("Per che cosa"), _("Da dove viene"), _("Ogni quanto"), _("Quanto")]
    return [pdf.Section(_("Budget"), rows=pdf.Rows(head, body, frozenset({3})))]


def _answers(goals: Iterable[ToldGoal]) -> pdf.Section:
    facts = [
        (
            quoted(each.goal.statement),
            each.answered + (f", {wording.day(each.answer.consent.on)}" if each.answer else ""),
        )
        for each in goals
    ]
    return pdf.Section(
        _("Che cosa si è risposto"), facts=facts, empty=_("Nessun obiettivo, nessuna risposta.")
    )


def _signatures(told: Told, rows: list[PlanSignature]) -> pdf.Section:
    """Who signed; for who has not yet, a line to sign by hand."""
    signed = [
        pdf.Signed(row.name, str(row.get_role_display()), how_of(row), str(picture_of(row)),
                   _("Firma di %(name)s") % {"name": row.name})
        for row in rows
    ]  # fmt: skip
    roles = {row.role for row in rows}
    if not roles & {"person", "guardian"}:
        signed.append(pdf.Signed(told["person"], _("la persona")))
    if "worker" not in roles:
        signed.append(pdf.Signed(told["worker"] or "", _("l'operatore")))
    return pdf.Section(_("Firme"), signatures=signed)


def _since_until(first: Any, last: Any) -> str:
    begun, ended = _day(first), _day(last)
    if begun and ended:
        return _("dal %(first)s al %(last)s") % {"first": begun, "last": ended}
    if begun:
        return _("dal %(first)s") % {"first": begun}
    return _("fino al %(last)s") % {"last": ended} if ended else ""


def _day(value: Any) -> str:
    if isinstance(value, str) and value:
        value = dt.date.fromisoformat(value)
    return wording.day(value) if value else ""
