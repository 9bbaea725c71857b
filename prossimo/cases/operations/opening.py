"""A case is opened: from the segretariato's proposal, or directly."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from prossimo.access.choices import ProposalState
from prossimo.access.faults import in_words
from prossimo.access.models import AssessedNeed, CaseProposal
from prossimo.access.operations import proposals
from prossimo.access.policies.contacts import at_work
from prossimo.accounts import journal, outbox
from prossimo.accounts.choices import Action
from prossimo.accounts.models import Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseSource, CaseState, MemberRole, Weight, WorkerRole
from prossimo.cases.models import Case, CaseMember, CaseNeed, CaseStep, CaseWorker
from prossimo.cases.policies.cases import may_open_case
from prossimo.cases.queries.household import at_home_with
from prossimo.cases.rules import Signs, propose_intensity
from prossimo.catalogue.models import Need
from prossimo.citizens.models import Person
from prossimo.core.periods import today

KIND = "cases.case"
GIVEN = {"ambito", "municipality", "neighbourhood", "person", "household", "owner", "opened_by",
         "proposal"}  # fmt: skip


@transaction.atomic
def open_case(
    person: Person,
    *,
    by: Actor,
    user_area: str,
    why: str,
    source: str = CaseSource.DIRECT,
    owner: Post | None = None,
    with_household: bool = False,
    mild: Iterable[Need] = (),
    values: Mapping[str, Any] | None = None,
    proposal: CaseProposal | None = None,
) -> Case:
    """Open a case on a person: assigned where an owner is said, otherwise waiting for one.

    On a household its people enter too. How much it asks is what the rule says of its signs; where
    its needs are only mild, it is prevention.

    Raises `ValidationError` where the person has a live one in the same area, or no reason is given.
    """
    me, _post, ambito_id = at_work(by)
    may_open_case(by, person).enforce()
    if not why.strip():
        raise ValidationError({"why": _("Scrivi perché si apre la presa in carico.")})
    if owner is not None and (owner.ambito_id != ambito_id or today() not in owner.period):
        raise ValidationError({"owner": _("Questa persona oggi non è in servizio nell'Ambito.")})
    needs, told = list(mild), dict(values or {})
    mild_only = tuple(int(Weight.MILD) for _need in needs)
    signs = Signs(mild_only, told.get("at_risk", False), told.get("protected", False))
    case = Case(
        ambito_id=ambito_id,
        municipality_id=person.municipality_id,
        neighbourhood_id=person.neighbourhood_id,
        number=_next_number(),
        person=person,
        household_id=person.household_id if with_household else None,
        user_area=user_area,
        why=why.strip(),
        source=source,
        proposal=proposal,
        state=CaseState.ASSIGNED if owner else CaseState.PROPOSED,
        owner=owner,
        opened_by_id=me,
        intensity=propose_intensity(signs).intensity,
        **told,
    )
    case.clean_fields(exclude=GIVEN)
    with in_words(Case):
        case.save(force_insert=True)
        if owner is not None:
            _follow(case, owner, by=by)
        _begin(case, needs, by=by)
    journal.note(Action.CREATE, KIND, case.pk)
    if owner is not None and owner.user_id != me:
        outbox.put(by, NEWS, owner.user_id)
    return case


@transaction.atomic
def open_from(proposal: CaseProposal, *, by: Actor, expected: int) -> Case:
    """Accept what the segretariato proposes, and open the case in the same breath.

    The needs it found and its words come along: nobody is asked twice.
    """
    accepted = proposals.accept(proposal, by=by, expected=expected)
    if accepted.state != ProposalState.ACCEPTED:
        raise ValidationError(_("La proposta non è stata accolta."))
    case = open_case(
        accepted.person,
        by=by,
        user_area=accepted.user_area,
        why=accepted.why,
        source=CaseSource.PROPOSAL,
        owner=accepted.proposed_to,
        with_household=accepted.orientation.household_id is not None,
        proposal=accepted,
    )
    found = AssessedNeed.objects.visible_to(by).filter(orientation=accepted.orientation_id)
    weights = []
    for need in found.select_related("need"):
        weights.append(need.intensity)
        CaseNeed(case=case, need=need.need, weight=need.intensity, note=need.note).save(
            force_insert=True
        )
    case.intensity = propose_intensity(Signs(tuple(weights))).intensity
    case.save(update_fields=["intensity"])
    return case


def _begin(case: Case, needs: Iterable[Need], *, by: Actor) -> None:
    """Who is in it, what it is for, and the first line of its story."""
    me, post_id, _ambito = at_work(by)
    CaseMember(case=case, person=case.person, role=MemberRole.SUBJECT).save(force_insert=True)
    for each in at_home_with(by, case.person) if case.household_id else ():
        CaseMember(case=case, person=each.person, role=each.role).save(force_insert=True)
    for need in needs:
        CaseNeed(case=case, need=need, weight=Weight.MILD).save(force_insert=True)
    CaseStep(case=case, name="open", source="", target=case.state, by_id=me, post_id=post_id).save(
        force_insert=True
    )


def _follow(case: Case, owner: Post, *, by: Actor) -> None:
    me, *_rest = at_work(by)
    CaseWorker(case=case, post=owner, role=WorkerRole.OWNER, by_id=me).save(force_insert=True)


def _next_number() -> str:
    year = today().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.next_case_number(%s)", [year])
        (last,) = cursor.fetchone()
    return f"{year}/{last:05d}"
