"""What came in from the street in the invented town: registered, to be corrected, in two versions, late."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.db import transaction

from prossimo.access import sealing
from prossimo.access.models import Contact, Desk, OutreachPhone, Parcel, Reason
from prossimo.accounts.models import Post

SPACE = uuid.UUID("6f1d2a5e-6d0b-4c1c-9a0e-2f6f0d9f5a11")
REFUSED = (
    ("sportello", "Sotto i portici un signore che dorme in macchina: vuole un letto e una doccia."),
    ("cooperativa", "Al mercato una signora chiede chi porta la spesa alla madre, che non esce più."),
)  # fmt: skip
CHANGED = "Chiede anche chi può accompagnarla alla visita di giovedì."
LATE = (
    "Al parco due ragazzi cercano un posto dove studiare la sera, a casa sono in sei.",
    "Una vicina racconta che al terzo piano nessuno apre da giorni: ha già chiamato la figlia.",
)  # fmt: skip


@transaction.atomic
def hand_in(now: dt.datetime) -> None:
    """A telephone each for the desk and the cooperative, and one of somebody who has left."""
    posts = Post.objects.filter(ambito__key="bergamo").select_related("user")
    by_name = {post.user.username: post for post in posts.in_force()}
    desk = by_name.get("sportello")
    if desk is None:
        return
    first = _registered(desk, now)
    for name, needs in REFUSED:
        if name in by_name:
            _refused(by_name[name], needs, now)
    if first is not None:
        _in_two_versions(first, now)
    gone = posts.filter(period__endswith__lt=now.date()).order_by("pk").first()
    if gone is not None:
        _late(gone, now)


def _phone(post: Post, name: str, now: dt.datetime) -> OutreachPhone:
    key = uuid.uuid5(SPACE, f"{post.pk} {name}")
    found, _new = OutreachPhone.objects.get_or_create(
        pk=key,
        defaults={"ambito_id": post.ambito_id, "user": post.user, "post": post, "name": name},
    )
    OutreachPhone.objects.filter(pk=key).update(prepared_at=now - dt.timedelta(days=40))
    return found


def _registered(post: Post, now: dt.datetime) -> Parcel | None:
    """The last contacts of the desk, as if they had been written in the street."""
    phone = _phone(post, "Telefono del camper", now)
    mine = Contact.objects.unscoped("the invented town is written").filter(author=post.user)
    told = mine.order_by("-happened_at").select_related("desk")[:4]
    made = [
        _put(phone, contact.happened_at, {}, state="accepted", contact=contact, desk=contact.desk)
        for contact in told
    ]
    return made[0] if made else None


def _refused(post: Post, needs: str, now: dt.datetime) -> None:
    desk = _desk_of(post)
    phone = _phone(post, "Telefono del camper", now)
    fields = {
        "desk": str(desk.pk) if desk else "",
        "reasons": [],
        "needs": needs,
        "speaker": "self",
    }
    why = "Perché è qui? Indica almeno un motivo: è ciò che l'ufficio conta."
    _put(phone, now - dt.timedelta(hours=3), fields, state="refused", why=why, desk=desk)


def _in_two_versions(first: Parcel, now: dt.datetime) -> None:
    contact = first.contact
    assert contact is not None
    fields = {
        "desk": str(contact.desk_id),
        "reasons": [str(contact.main_reason_id)],
        "needs": f"{contact.needs}\n{CHANGED}".strip(),
        "given": contact.given,
        "speaker": contact.speaker,
    }
    assert first.phone is not None
    _put(first.phone, first.written_at, fields, state="conflict", rival_of=first, desk=contact.desk)


def _late(post: Post, now: dt.datetime) -> None:
    phone = _phone(post, "", now)
    desk = Desk.objects.filter(ambito=post.ambito_id, period__contains=now.date()).first()
    reason = Reason.objects.usable_in(post.ambito_id).first()
    for days, needs in enumerate(LATE, start=1):
        fields = {"desk": str(desk.pk) if desk else "", "needs": needs, "speaker": "self",
                  "reasons": [str(reason.pk)] if reason else []}  # fmt: skip
        at = now - dt.timedelta(days=days, hours=days)
        _put(phone, at, fields, state="held", late=True, desk=desk)


def _desk_of(post: Post) -> Desk | None:
    mine = Desk.objects.filter(duties__post=post)
    if post.organisation_id:
        mine = Desk.objects.filter(organisation=post.organisation_id)
    return mine.order_by("name").first()


def _put(phone: OutreachPhone, at: dt.datetime, fields: dict[str, Any], **more: Any) -> Parcel:
    """A parcel as the telephone would have sealed it; what is settled keeps no content."""
    rival = more.get("rival_of")
    key = uuid.uuid5(SPACE, f"{phone.pk} {at.isoformat()} {more['state']}")
    plain = json.dumps({"written_at": at.isoformat(), "fields": fields}).encode()
    closed = sealing.sealed(plain, rival.pk if rival else key)
    parcel = Parcel(
        id=key,
        ambito_id=phone.ambito_id,
        user_id=phone.user_id,
        post_id=phone.post_id,
        phone=phone,
        device=phone.name,
        written_at=at,
        digest=hashlib.sha256(plain).hexdigest(),
        sealed=None if more["state"] == "accepted" else closed,
        **more,
    )
    parcel.save(force_insert=True)
    return parcel
