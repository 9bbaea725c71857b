"""The addresses a desk hangs up: kiosk, board, QR; printed, and revoked when they travel too far."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access import links
from prossimo.access.models import Desk
from prossimo.access.operations import queue as operations
from prossimo.access.policies import queue as policies
from prossimo.accounts.rules import Actor
from prossimo.core.http import Request


@require_safe
def desk_links(request: Request, desk_id: UUID) -> HttpResponse:
    """The page that is printed and hung at the door."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_see_links(actor, desk).enforce()
    door = _address(request, "access:phone", links.DOOR, desk)
    code = segno.make(door, error="m").svg_inline(
        scale=8, border=2, dark="#000", light="#fff", omitsize=True, svgclass="door-qr"
    )
    context = {
        "desk": desk,
        "door": door,
        "kiosk": _address(request, "access:kiosk", links.KIOSK, desk),
        "board": _address(request, "access:board", links.BOARD, desk),
        "qr": mark_safe(code),  # drawn here, from an address of ours
        "may_revoke": policies.may_revoke_links(actor, desk),
    }
    return render(request, "access/queue_links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def links_revoke(request: Request, desk_id: UUID) -> HttpResponse:
    """What hangs around stops working at once: asked twice, because it cannot be undone."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_revoke_links(actor, desk).enforce()
    if request.method == "POST":
        operations.revoke_links(desk, by=actor)
        messages.success(request, _("I collegamenti di prima non funzionano più: appendi i nuovi."))
        return redirect("access:queue_links", desk.pk)
    return render(request, "access/queue_revoke.html", {"desk": desk})


def _address(request: Request, name: str, what: str, desk: Desk) -> str:
    word = links.sign(what, desk.ambito_id, desk.pk, desk.door_serial)
    return request.build_absolute_uri(reverse(name, args=[word]))


def _desk(actor: Actor, desk_id: UUID) -> Desk:
    return get_object_or_404(Desk.objects.of_ambito(actor), pk=desk_id)
