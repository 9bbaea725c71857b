"""Who may read and keep the list of organisations."""

from typing import Any

from django.utils.translation import gettext as _

from prossimo.core import gate
from prossimo.core.policy import GRANTED, Verdict, refused
from prossimo.network.models import Organisation

READ, MANAGE = "network.read", "network.manage"


def may_read_organisation(actor: Any, organisation: Organisation) -> Verdict:
    """The point twin of `OrganisationQuerySet.visible_to`."""
    return _of_the_ambito(actor, organisation, READ)


def may_manage_organisation(actor: Any, organisation: Organisation) -> Verdict:
    return _of_the_ambito(actor, organisation, MANAGE)


def _of_the_ambito(actor: Any, organisation: Organisation, right: str) -> Verdict:
    if not (verdict := gate.may(actor, right)):
        return verdict
    if organisation.ambito_id != actor.ambito_id:
        return refused(_("L'organizzazione appartiene a un altro Ambito."))
    return GRANTED
