"""Who may prepare a telephone, read what it handed in, and settle what arrived late."""

import uuid

from django.utils.translation import gettext as _

from prossimo.access.choices import ParcelState
from prossimo.access.models import OutreachPhone, Parcel
from prossimo.accounts.policies import may, same_user, verdict
from prossimo.accounts.rules import Actor, Resource, Right
from prossimo.core.policy import GRANTED, Verdict, refused


def may_prepare_phone(actor: Actor) -> Verdict:
    """Whoever records contacts at some desk."""
    return may(actor, Right.CONTACT_WRITE)


def may_read_phone(actor: Actor, phone: OutreachPhone) -> Verdict:
    return _own(actor, phone.user_id)


def may_read_parcel(actor: Actor, parcel: Parcel) -> Verdict:
    """One's own; for the supervision, what arrived when the writer's post was over."""
    if (own := _own(actor, parcel.user_id)) or not parcel.late:
        return own
    town = parcel.desk.municipality_id if parcel.desk else None
    return verdict(actor, Right.CONTACT_REVIEW, Resource(parcel.ambito_id, municipality_id=town))


def may_mend_parcel(actor: Actor, parcel: Parcel) -> Verdict:
    """Correct what was refused, choose between two versions: who wrote it, while it waits."""
    if not (own := _own(actor, parcel.user_id)):
        return own
    if parcel.state not in {ParcelState.REFUSED, ParcelState.CONFLICT} or parcel.late:
        return refused(_("Questo contatto è già sistemato."))
    return GRANTED


def may_settle_late(actor: Actor, parcel: Parcel) -> Verdict:
    """Register or refuse what arrived late: the supervision, once."""
    if not (held := may(actor, Right.CONTACT_REVIEW)):
        return held
    if not (seen := may_read_parcel(actor, parcel)):
        return seen
    if not parcel.late or parcel.state != ParcelState.QUARANTINED:
        return refused(_("Questo contatto è già sistemato."))
    return GRANTED


def _own(actor: Actor, user_id: uuid.UUID) -> Verdict:
    if same_user(actor, user_id):
        return GRANTED
    return refused(_("L'ha scritto un'altra persona."))
