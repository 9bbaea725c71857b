"""Who may read a case in an emergency, and who looks at it afterwards."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import may, same_user, verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.cases.models import GlassOpening
from prossimo.citizens.models import Person
from prossimo.core.policy import GRANTED, Verdict, refused


def may_break_glass(actor: Actor) -> Verdict:
    """Before anybody knows whether there is a case: the database asks the rest."""
    return may(actor, Right.CASE_GLASS)


def may_break_glass_for(actor: Actor, person: Person) -> Verdict:
    return verdict(actor, Right.CASE_GLASS, Resource(person.ambito_id, person.municipality_id))


def may_read_opening(actor: Actor, opening: GlassOpening) -> Verdict:
    """Twin of `GlassOpeningQuerySet.visible_to`."""
    if same_user(actor, opening.user_id):
        return GRANTED
    where = Resource(opening.ambito_id, opening.municipality_id)
    return verdict(actor, Right.GLASS_REVIEW, where)


def may_review_opening(actor: Actor, opening: GlassOpening) -> Verdict:
    """Say how it was: never of one's own, and once."""
    where = Resource(opening.ambito_id, opening.municipality_id)
    if not (reviews := verdict(actor, Right.GLASS_REVIEW, where)):
        return reviews
    if same_user(actor, opening.user_id):
        return refused(_("Il proprio accesso lo verifica un'altra persona."))
    if opening.outcome:
        return refused(_("È già stato verificato."))
    return GRANTED
