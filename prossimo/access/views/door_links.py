"""The addresses a desk hangs up: kiosk, board, QR; printed, and revoked when they travel too far."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.access import links
from prossimo.access.door_sheet import door_sheet
from prossimo.access.models import Desk
from prossimo.access.operations import queue as operations
from prossimo.access.policies import queue as policies
from prossimo.accounts.rules import Actor
from prossimo.core import exports, letterheads, pdf
from prossimo.core.http import Request


@require_safe
def desk_links(request: Request, desk_id: UUID) -> HttpResponse:
    """What is hung at the door; `?formato=pdf` gives the sheet itself."""
    actor: Actor = request.actor
    desk = _desk(actor, desk_id)
    policies.may_see_links(actor, desk).enforce()
    door = _address(request, "access:phone", links.DOOR, desk)
    short = _short(request, desk)
    if exports.asked(request) is exports.Format.PDF:
        return _on_paper(request, desk, short)
    code = segno.make(short, error="m").svg_inline(
        scale=8, border=2, dark="#000", light="#fff", omitsize=True, svgclass="door-qr"
    )
    context = {
        "desk": desk,
        "door": door,
        "short": short,
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


def _on_paper(request: Request, desk: Desk, short: str) -> HttpResponse:
    if not desk.has_queue:
        raise Http404
    with translation.override(pdf.LANGUAGE):
        record = door_sheet(desk, short)
    content = pdf.poster(record, letterheads.of(request))
    return exports.attachment(content, name=f"porta-{desk.name}", format_=exports.Format.PDF)


def _short(request: Request, desk: Desk) -> str:
    code = links.short_of(desk.pk, desk.door_serial)
    return request.build_absolute_uri(reverse("access:door_short", args=[code]))


def _address(request: Request, name: str, what: str, desk: Desk) -> str:
    word = links.sign(what, desk.ambito_id, desk.pk, desk.door_serial)
    return request.build_absolute_uri(reverse(name, args=[word]))


def _desk(actor: Actor, desk_id: UUID) -> Desk:
    return get_object_or_404(Desk.objects.of_ambito(actor), pk=desk_id)
