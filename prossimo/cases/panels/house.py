"""What cases lend to other pages: their place, cards of the day, the panel and actions of a person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.access.acceptances import Acceptance, acceptances
from prossimo.access.models import CaseProposal
from prossimo.accounts import journal
from prossimo.accounts.choices import Action
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.case_words import tone_of
from prossimo.cases.models import Case
from prossimo.cases.operations.opening import open_from
from prossimo.cases.policies.cases import sees_all
from prossimo.cases.queries.cases import counted_mine, counted_unowned, followed, is_followed
from prossimo.citizens.models import Person
from prossimo.citizens.panels import (
    Copied,
    Panel,
    PersonAction,
    person_actions,
    person_copies,
    person_panels,
)
from prossimo.core import pdf
from prossimo.core.navigation import Card, Place, cards, places


def accept_and_open(proposal: CaseProposal, actor: Actor, version: int) -> str:
    """Accepting a proposal opens the case."""
    return open_from(proposal, by=actor, expected=version).get_absolute_url()


def cases_panel(actor: Actor, person: Person) -> dict[str, Any] | None:
    """The cases one may open; who directs people learns who follows them; a desk, that somebody does."""
    rows = list(
        Case.objects.visible_to(actor).filter(person=person).order_by("-reported_on", "pk")[:10]
    )
    journal.shown(Action.LIST, rows)
    areas = {row.user_area for row in rows if row.is_live}
    known = followed(person.pk) if actor.has(Right.CASE_KNOW) else []
    known = [each for each in known if each.user_area not in areas]
    desk = not (rows or known) and not actor.has(Right.CASE_KNOW) and is_followed(person.pk)
    if not (rows or known or desk):
        return None
    return {"lines": [(row, tone_of(row.state)) for row in rows], "known": known, "at_desk": desk}


def mine_card(actor: Actor) -> dict[str, Any] | None:
    """One's cases in a sentence: to take in charge, silent, to be looked at again."""
    if sees_all(actor):
        return _unowned(actor)
    count = counted_mine(actor)
    if not count.live:
        return None
    said = [ngettext("Ne segui una", "Ne segui %(n)s", count.live) % {"n": count.live}]
    if count.to_take:
        said.append(
            ngettext("una è da prendere in carico", "%(n)s sono da prendere in carico",
                     count.to_take) % {"n": count.to_take}
        )  # fmt: skip
    if count.silent:
        said.append(
            ngettext("di una non si hanno notizie da troppo tempo",
                     "di %(n)s non si hanno notizie da troppo tempo", count.silent)
            % {"n": count.silent}
        )  # fmt: skip
    if count.due:
        said.append(
            ngettext("una è da rivedere", "%(n)s sono da rivedere", count.due) % {"n": count.due}
        )
    return {"sentence": ", ".join(said) + ".", "url": reverse("cases:cases")}


def _unowned(actor: Actor) -> dict[str, Any] | None:
    number = counted_unowned(actor)
    if not number:
        return None
    said = ngettext("Una presa in carico non ha ancora chi la segue.",
                    "%(n)s prese in carico non hanno ancora chi le segue.", number)  # fmt: skip
    return {"sentence": said % {"n": number}, "url": f"{reverse('cases:cases')}?state=proposed"}


def cases_copied(actor: Actor, person: Person) -> list[pdf.Section]:
    """The cases about a person, as they get them back (GDPR art. 15): why, since when, how it ended.

    Pages of diary speak of others too: whoever keeps the file gives them after reading them.
    """
    rows = list(Case.objects.visible_to(actor).filter(person=person).order_by("reported_on", "pk"))
    journal.shown(Action.EXPORT, rows)
    moments = [
        pdf.Moment(
            when=f"{row.reported_on:%d/%m/%Y}",
            title=f"{row.get_user_area_display()}: {row.get_state_display()}",
            text="\n".join(filter(None, [row.why, row.closing])),
        )
        for row in rows
    ]
    return [pdf.Section(_("Prese in carico"), moments=moments, empty=_("Nessuna."))]


acceptances.add(Acceptance(key="cases", accept=accept_and_open))
places.add(
    Place(
        key="cases",
        label=gettext_lazy("Cartelle"),
        url_name="cases:cases",
        icon="file",
        order=25,
        rights=frozenset({Right.CASE_READ}),
        shortcut="g f",
        also=("cases:cases", "cases:case", "cases:case_act", "cases:entry"),
    )
)
person_panels.add(
    Panel(
        key="cases",
        label=gettext_lazy("Prese in carico"),
        order=5,
        rights=frozenset({Right.CASE_READ, Right.CASE_KNOW, Right.PERSON_READ}),
        build=cases_panel,
        template="cases/panel_cases.html",
        side=True,
    )
)
person_actions.add(
    PersonAction(
        key="open_case",
        label=gettext_lazy("Apri una presa in carico"),
        order=60,
        rights=frozenset({Right.CASE_OPEN}),
        url=lambda _actor, person: reverse("cases:case_open", args=[person.pk]),
        icon="file",
    )
)
person_copies.add(
    Copied(key="cases", label=gettext_lazy("Prese in carico"), order=40, build=cases_copied)
)
cards.add(
    Card(
        key="cases.mine",
        label=gettext_lazy("Le prese in carico"),
        template="cases/card_cases.html",
        order=12,
        rights=frozenset({Right.CASE_READ}),
        build=mine_card,
    )
)
