"""The steps of a referral, and the row held while one is made."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from prossimo.access.choices import ReferralState
from prossimo.access.models import Referral, ReferralStep
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion
from prossimo.core.text import clean

KIND = "access.referral"
MOST = 4000
OVER = (ReferralState.REFUSED, ReferralState.ENDED, ReferralState.WITHDRAWN)


def locked(referral: Referral, by: Actor, expected: int | None, *, link: bool = False) -> Referral:
    """The row as it is now, held until the end; raises `StaleVersion` where another was opened."""
    rows = Referral.objects.by_link(referral.pk) if link else Referral.objects.visible_to(by)
    row = (
        rows.select_for_update(of=("self",))
        .select_related("service")
        .filter(pk=referral.pk)
        .first()
    )
    if row is None:  # seen, and not to be written by these hands
        raise PermissionDenied(_("Lo può cambiare chi ha inviato, o chi deve rispondere."))
    if expected is not None and row.version != expected:
        raise StaleVersion(row, {})
    return row


def put_step(
    referral: Referral,
    by: Actor | None,
    name: str,
    *,
    source: str,
    note: str = "",
    signed: str = "",
) -> None:
    ReferralStep.objects.create(
        referral=referral,
        name=name,
        source=source,
        target=referral.state,
        by_id=by.user_id if by else None,
        post_id=by.post_id if by else None,
        note=clean(note).strip()[:MOST],
        signed=signed,
    )
