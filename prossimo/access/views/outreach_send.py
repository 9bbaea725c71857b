"""Where telephones hand in what was written without network: one answer a parcel, nothing twice."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prossimo.access import letters, links, sealing
from prossimo.access.choices import ParcelState
from prossimo.access.forms.outreach import ArrivedForm, posted
from prossimo.access.models import OutreachPhone, Parcel
from prossimo.access.operations import outreach as operations
from prossimo.access.queries.contacts import usable_reasons
from prossimo.access.queries.desks import desks_to_record_at
from prossimo.access.queries.outreach import desk_named, in_service, needs_of
from prossimo.accounts import identity
from prossimo.accounts.policies import same_user
from prossimo.accounts.rules import Actor
from prossimo.core.http import Request

MOST_BY_THE_DOOR, A_DAY = 200, 24 * 3600  # parcels that one telephone may leave to be seen
Answer = dict[str, Any]


@login_not_required
@require_POST
def outreach_send(request: Request) -> HttpResponse:
    """Parcel by parcel: registered, already here, in conflict, refused with the reason, kept to be seen."""
    try:
        arrived = letters.read(request.body)
    except letters.BadMessage:
        return JsonResponse({"error": _("Il messaggio non si legge.")}, status=400)
    answers = [{"id": str(each.id), **_taken_in(request, each)} for each in arrived]
    actor: Actor = request.actor
    if actor.user_id is not None:
        identity.enter(actor.user_id, actor.post_id, actor.request_id)
    return JsonResponse({"parcels": answers})


def _taken_in(request: Request, arrived: letters.Arrived) -> Answer:
    signed = links.read(links.PHONE, arrived.token)
    if signed is None:
        return _said("gone", _("Questo telefono non è più riconosciuto: preparalo di nuovo."))
    try:
        told = letters.opened(arrived)
    except sealing.Broken:
        return _said("reseal", _("La busta non si apre: sblocca il telefono e la richiudo."))
    actor: Actor = request.actor
    phone = _phone_of(request, signed)
    if phone is None:
        return _said("gone", _("Questo telefono non è più riconosciuto: preparalo di nuovo."))
    letter = operations.Letter(
        arrived.id, phone, told.written_at, arrived.digest, arrived.sealed,
        desk_named(phone.ambito_id, told.fields.get("desk")),
    )  # fmt: skip
    try:
        if same_user(actor, phone.user_id):
            return _of_who_is_in(actor, letter, told)
        return _of_who_is_out(phone, letter, entered=actor.user_id is not None)
    except operations.Taken:
        return _said("refused", _("Questo numero è già di un altro contatto: scrivilo di nuovo."))


def _phone_of(request: Request, signed: links.Followed) -> OutreachPhone | None:
    """The telephone of the signed word: as its owner who is in, otherwise by the door."""
    actor: Actor = request.actor
    if actor.user_id is not None:
        identity.enter(actor.user_id, actor.post_id, actor.request_id)
        mine = OutreachPhone.objects.visible_to(actor).filter(pk=signed.object_id).first()
        if mine is not None:
            return mine
    try:
        identity.enter_by_the_door(signed.ambito_id, request.META.get("prossimo.request_id", ""))
    except PermissionDenied:
        return None
    identity.follow_link(signed.object_id)
    return OutreachPhone.objects.filter(pk=signed.object_id, ambito=signed.ambito_id).first()


def _of_who_is_in(actor: Actor, letter: operations.Letter, told: letters.Told) -> Answer:
    """Who wrote it is in: it becomes a contact of the post in which the telephone was prepared."""
    assert actor.user_id is not None
    by = identity.enter(actor.user_id, letter.phone.post_id, actor.request_id)
    if by.post_id != letter.phone.post_id:
        return _answer(*operations.receive_late(letter, by=by))
    form = ArrivedForm(
        posted(told.fields, told.written_at),
        actor=by,
        desks=desks_to_record_at(by),
        reasons=usable_reasons(by.ambito_id),
        needs=partial(needs_of, by),
    )
    values = form.recorded() if form.is_valid() else None
    return _answer(*operations.receive(letter, values, form.faults(), by=by))


def _of_who_is_out(phone: OutreachPhone, letter: operations.Letter, *, entered: bool) -> Answer:
    """Whoever may still enter is asked to; of who may not any more, it is kept to be seen."""
    if in_service(phone):
        if entered:
            return _said("other", _("L'ha scritto un'altra persona: deve entrare lei."))
        return _said("login", _("Entra di nuovo: appena sei dentro parte da solo."))
    if phone.revoked_at is not None:
        return _said("gone", _("Questo telefono è stato tolto dall'elenco."))
    if not _room_for(phone):
        return _said("later", _("Per oggi ne sono arrivati troppi: riprova domani."))
    operations.hand_in(letter, by=_door(phone))
    return _said("held", _("Consegnato: lo vedrà il segretariato."))


def _door(phone: OutreachPhone) -> Actor:
    door = identity.enter_by_the_door(phone.ambito_id)
    identity.follow_link(phone.pk)
    return door


def _room_for(phone: OutreachPhone) -> bool:
    key = f"outreach:{phone.pk.hex}"
    cache.add(key, 0, A_DAY)
    try:
        return cache.incr(key) <= MOST_BY_THE_DOOR
    except ValueError:  # it expired in between
        return True


def _answer(parcel: Parcel, again: bool) -> Answer:
    """How the parcel stands, in the words of the telephone."""
    states = {
        ParcelState.ACCEPTED: "registered",
        ParcelState.REFUSED: "refused",
        ParcelState.CONFLICT: "conflict",
        ParcelState.QUARANTINED: "held",
        ParcelState.ASIDE: "aside",
    }
    seen = parcel.get_absolute_url() if not parcel.late else ""
    if parcel.contact_id:
        seen = parcel.contact.get_absolute_url() if parcel.contact else ""
    told = {"outcome": states[ParcelState(parcel.state)], "why": parcel.why, "url": seen}
    return {**told, "again": again}


def _said(outcome: str, why: str) -> Answer:
    return {"outcome": outcome, "why": why, "url": "", "again": False}
