"""What the house knows already of a case, in words and with its source: never asked twice."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.asking import Answered, age_on
from prossimo.cases.models import Case, CaseNeed
from prossimo.cases.queries.cases import members_of
from prossimo.citizens.models import Person
from prossimo.citizens.policies import may_read_economy
from prossimo.citizens.queries.means import Means, means_of
from prossimo.core import wording
from prossimo.core.periods import today

LEVELS = {1: "mild", 2: "medium", 3: "serious"}


def known_of(actor: Actor, case: Case) -> dict[str, Answered]:
    """By name, what the questions of an analysis may take; by theme, how heavy its needs are."""
    found = {
        name: answer
        for name, read in READS.items()
        if (answer := read(actor, case)) and answer.text
    }
    return {**found, **_means(actor, case), **_needs(actor, case)}


def _household(actor: Actor, case: Case) -> Answered:
    now = today()
    said = []
    for member in members_of(actor, case):
        if now not in member.period:
            continue
        born = member.person.born_on
        years = _("%(years)s anni") % {"years": age_on(born, now)} if born else ""
        role = str(member.get_role_display())
        said.append(", ".join(filter(None, [member.person.full_name, role, years])))
    return Answered(text="\n".join(said), source=_("chi c'è nella presa in carico"))


def _home(actor: Actor, case: Case) -> Answered:
    person = Person.objects.visible_to(actor).filter(pk=case.person_id).first()
    if person is None:
        return Answered()
    street = f"{person.street} {person.street_number}".strip()
    place = person.municipality.name if person.municipality_id and person.municipality else ""
    return Answered(
        text=", ".join(filter(None, [street, place])), source=_("residenza, dalla scheda")
    )


def _means(actor: Actor, case: Case) -> dict[str, Answered]:
    """The ISEE in force and what is already received, where one may know."""
    if not may_read_economy(actor, case.person):
        return {}
    means = means_of(actor, case.person)
    found = {"isee": _isee(means), "benefits": _held(means)}
    return {name: answer for name, answer in found.items() if answer.text}


def _isee(means: Means) -> Answered:
    for line in means.certificates:
        if line.in_force:
            told = {
                "kind": line.certificate.get_kind_display(),
                "value": line.value,
                "day": wording.day(line.certificate.valid_until),
            }
            return Answered(
                text=_("%(kind)s: %(value)s, valido fino al %(day)s") % told,
                source=_("attestazione ISEE"),
            )
    return Answered()


def _held(means: Means) -> Answered:
    said = [
        f"{line.benefit.name} {line.amount}".strip() for line in means.benefits if line.in_force
    ]
    return Answered(text="\n".join(said), source=_("benefici già ricevuti"))


def _needs(actor: Actor, case: Case) -> dict[str, Answered]:
    heaviest: dict[str, CaseNeed] = {}
    rows = CaseNeed.objects.visible_to(actor, case).filter(met_on=None)
    for row in rows.select_related("need").order_by("weight", "pk"):
        heaviest[row.need.theme] = row
    return {
        theme: Answered(
            chosen=(LEVELS[row.weight],), source=_("bisogno «%(need)s»") % {"need": row.need}
        )
        for theme, row in heaviest.items()
    }


READS: dict[str, Callable[[Actor, Case], Answered]] = {"household": _household, "home": _home}
