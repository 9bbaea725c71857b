"""Who may read, open, follow and close a case."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import REASONS, may, verdict
from prossimo.accounts.rules import Actor, Reach, Resource, Right
from prossimo.cases.models import Case
from prossimo.cases.models.sight import given_parts, glass_until, open_parts
from prossimo.citizens.models import Person
from prossimo.citizens.policies import READING, may_read_person
from prossimo.core.policy import GRANTED, Verdict, refused


def _of(actor: Actor, right: Right, case: Case) -> Verdict:
    """By right on one's own cases; elsewhere on all of them, save the reserved ones."""
    if not (held := may(actor, right)):
        return held
    if case.archived:
        return refused(_("È in archivio: la riprende chi lo tiene."))
    mine = given_parts(actor, case) is not None
    if not mine and right is Right.CASE_READ:
        mine = glass_until(actor, case) is not None
    if mine and case.ambito_id == actor.ambito_id:
        return GRANTED
    where = Resource(case.ambito_id, case.municipality_id, in_own_case=mine)
    if not (reached := verdict(actor, right, where)):
        return reached
    return refused(str(REASONS["other_case"])) if case.restricted else GRANTED


def may_read_case(actor: Actor, case: Case) -> Verdict:
    """Twin of `CaseQuerySet.visible_to`."""
    return _of(actor, Right.CASE_READ, case)


def may_write_case(actor: Actor, case: Case) -> Verdict:
    """Note, move, add people and needs: who follows the case."""
    if not (readable := may_read_case(actor, case)):
        return readable
    return _of(actor, Right.CASE_WRITE, case)


def may_open_case(actor: Actor, person: Person) -> Verdict:
    """On somebody one may know of: the second wall asks that again."""
    return verdict(actor, Right.CASE_OPEN, Resource(person.ambito_id, person.municipality_id))


def may_lead_case(actor: Actor, case: Case) -> Verdict:
    """Close, suspend, say who follows it: its owner."""
    if not (writable := may_write_case(actor, case)):
        return writable
    if case.owner_id is None or case.owner_id != actor.post_id:
        return refused(_("Lo fa l'assistente sociale titolare."))
    return GRANTED


def may_assign_case(actor: Actor, case: Case) -> Verdict:
    """Give a case to somebody: who coordinates."""
    if not (readable := may_read_case(actor, case)):
        return readable
    return _of(actor, Right.CASE_ASSIGN, case)


def may_staff_case(actor: Actor, case: Case) -> Verdict:
    """Say who follows a case: its owner, or who coordinates."""
    leading = may_lead_case(actor, case)
    return leading if leading else may_assign_case(actor, case)


def may_reopen_case(actor: Actor, case: Case) -> Verdict:
    return may_staff_case(actor, case)


def may_read_plan(actor: Actor, case: Case) -> Verdict:
    """Needs and project: who was given that part, of whichever body."""
    return may_read_part(actor, case, "plan", Right.CASE_READ)


def may_read_diary(actor: Actor, case: Case) -> Verdict:
    """Twin of `DiaryEntryQuerySet.visible_to`: who was given the diary; never who coordinates."""
    return may_read_part(actor, case, "diary", Right.DIARY_READ)


def may_write_diary(actor: Actor, case: Case) -> Verdict:
    if not (readable := may_read_diary(actor, case)):
        return readable
    if glass_until(actor, case):
        return only_read()
    return may(actor, Right.DIARY_WRITE)


def only_read() -> Verdict:
    """Whoever broke the glass reads, and writes nothing."""
    return refused(_("È un accesso d'emergenza: si legge soltanto."))


def may_read_part(actor: Actor, case: Case, part: str, right: Right) -> Verdict:
    """Who was given that part of the case, and has the right that it asks for."""
    if not (readable := may_read_case(actor, case)):
        return readable
    if not (held := may(actor, right)):
        return held
    if part in open_parts(actor, case):
        return GRANTED
    return refused(_("Questa parte non ti è stata aperta: chiedi all'assistente sociale titolare."))


def opens_file(actor: Actor, case: Case) -> bool:
    """Whether the reader may open the file of the person, or knows of them from the case alone."""
    return bool(may_read_person(actor, case.person, READING))


def sees_all(actor: Actor) -> bool:
    """Whether the list holds more than one's own."""
    return actor.reach(Right.CASE_READ) is Reach.AMBITO
