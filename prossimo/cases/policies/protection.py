"""Who may read and write the orders of a case, and know where a minor was placed."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import same_user
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import Part
from prossimo.cases.models import Case, CourtOrder, Prescription, Removal, RemovalStep, SafePlace
from prossimo.cases.policies.cases import may_read_part, may_write_case
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_orders(actor: Actor, case: Case) -> Verdict:
    """Twin of `OfOrders.visible_to`: who was given that part; never who coordinates."""
    return may_read_part(actor, case, Part.ORDERS, Right.CASE_READ)


def may_write_orders(actor: Actor, case: Case) -> Verdict:
    if not (readable := may_read_orders(actor, case)):
        return readable
    return may_write_case(actor, case)


def may_read_order(actor: Actor, row: CourtOrder | Removal) -> Verdict:
    return may_read_orders(actor, row.case)


def may_read_prescription(actor: Actor, row: Prescription) -> Verdict:
    return may_read_orders(actor, row.order.case)


def may_read_removal_step(actor: Actor, row: RemovalStep) -> Verdict:
    return may_read_orders(actor, row.removal.case)


def may_read_place(actor: Actor, row: SafePlace) -> Verdict:
    """Twin of `SafePlaceQuerySet.visible_to`."""
    case = row.removal.case
    if not (readable := may_read_orders(actor, case)):
        return readable
    owns = case.owner_id is not None and case.owner_id == actor.post_id
    if owns or same_user(actor, row.by_id):
        return GRANTED
    return refused(_("Lo sa chi è titolare della presa in carico."))
