"""Who may read and keep the catalogue of services, and the vocabulary of needs."""

from django.utils.translation import gettext as _

from prossimo.accounts.policies import REASONS, may, verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.catalogue.models import Need, Service
from prossimo.core.policy import GRANTED, Verdict, refused


def may_read_service(actor: Actor, service: Service) -> Verdict:
    """Twin of `ServiceQuerySet.visible_to`."""
    held = may(actor, Right.CATALOGUE_READ)
    if held and service.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    return held


def may_manage_service(actor: Actor, service: Service) -> Verdict:
    return verdict(actor, Right.CATALOGUE_MANAGE, Resource(ambito_id=service.ambito_id))


def may_manage_need(actor: Actor, need: Need) -> Verdict:
    """One's own ambito keeps its needs; the common ones are the administrator's."""
    if not (held := may(actor, Right.CATALOGUE_MANAGE)):
        return held
    if need.ambito_id is None:
        return refused(_("I bisogni comuni a tutti gli Ambiti arrivano con il programma."))
    if need.ambito_id != actor.ambito_id:
        return refused(str(REASONS["other_ambito"]))
    return GRANTED
