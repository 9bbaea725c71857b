"""A body without an account answers here: from the link it was sent, and nothing beyond the snapshot."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prossimo.access import links
from prossimo.access.forms.referrals import AnswerForm
from prossimo.access.models import Referral, ReferralStep
from prossimo.access.operations import referrals as operations
from prossimo.access.referral_sheets import asked_facts, history, shared_facts, short_number, stand
from prossimo.access.views.referrals import PROVIDER, answers
from prossimo.accounts import identity
from prossimo.accounts.rules import Actor
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.core.workflow import IllegalMove
from prossimo.ui.telling import tell

OPENED = "referral"  # in the session: which referral was opened in this browser
AGAIN_AFTER = 15 * 60  # seconds between a new link and the next
GOOD, REPLACED, EXPIRED, OVER = "good", "replaced", "expired", "over"


class Gone(Exception):
    """Nobody made this link, or what it led to is not there."""


@login_not_required
@require_safe
def referral_link(request: Request, signed: str) -> HttpResponse:
    """First a page that says what it is; the request itself only after «Apri»."""
    try:
        _actor, referral, state = _follow(request, signed)
    except Gone:
        return _bad(request)
    if state != GOOD:
        return _shut(request, signed, referral, state)
    if not _was_opened(request, referral):
        context = {"signed": signed, "referral": referral, "number": short_number(referral)}
        return _closed_off(render(request, "access/referral_link_cover.html", context))
    return _page(request, signed, referral)


@login_not_required
@require_POST
def referral_link_open(request: Request, signed: str) -> HttpResponse:
    """Somebody, not a program that looks through mails, opens it: it is received."""
    try:
        actor, referral, state = _follow(request, signed)
    except Gone:
        return _bad(request)
    if state != GOOD:
        return _shut(request, signed, referral, state)
    operations.open_by_link(referral, by=actor)
    request.session[OPENED] = f"{referral.pk}:{referral.link_serial}"
    return _closed_off(redirect("access:referral_link", signed))


@login_not_required
@require_POST
def referral_link_answer(request: Request, signed: str) -> HttpResponse:
    """An answer, signed with a name."""
    try:
        actor, referral, state = _follow(request, signed)
    except Gone:
        return _bad(request)
    if state != GOOD:
        return _shut(request, signed, referral, state)
    move = request.POST.get("move", "")
    if move not in PROVIDER or not _was_opened(request, referral):
        return _closed_off(redirect("access:referral_link", signed))
    form = AnswerForm(request.POST, move=move, signing=True)
    if form.is_valid():
        try:
            operations.answer_referral(
                referral, form.answer(), by=actor, expected=form.cleaned_data["version"], link=True
            )
        except ValidationError as error:
            tell(form, error)
        except (StaleVersion, IllegalMove):
            fresh = _row(referral)
            return _page(request, signed, fresh or referral, mine=form, status=409)
        else:
            messages.success(request, _("Grazie: la risposta è arrivata a chi ha inviato."))
            return _closed_off(redirect("access:referral_link", signed))
    return _page(request, signed, referral, tried=form, status=422)


@login_not_required
@require_POST
def referral_link_again(request: Request, signed: str) -> HttpResponse:
    """A new link, to the same address as the first: never to one that is typed here."""
    try:
        actor, referral, state = _follow(request, signed)
    except Gone:
        return _bad(request)
    if state in {REPLACED, EXPIRED} and cache.add(f"link:{referral.pk}", 1, AGAIN_AFTER):
        operations.renew_link(referral, by=actor, link=True)
    context = {"number": short_number(referral)}
    return _closed_off(render(request, "access/referral_link_again.html", context))


def _follow(request: Request, signed: str) -> tuple[Actor, Referral, str]:
    """Enter as the citizens' door of the ambito, and see the one referral of the link."""
    followed = links.read(links.REFERRAL, signed)
    if followed is None:
        raise Gone
    actor = identity.enter_by_the_door(
        followed.ambito_id, request.META.get("prossimo.request_id", "")
    )
    identity.follow_link(followed.object_id)
    rows = Referral.objects.by_link(followed.object_id)
    referral = rows.select_related("service", "organisation", "need").first()
    if referral is None:
        raise Gone
    return actor, referral, _state(referral, followed.serial)


def _state(referral: Referral, serial: int) -> str:
    if referral.state in operations.OVER:
        return OVER
    if serial != referral.link_serial:
        return REPLACED
    if referral.link_until is None or referral.link_until <= timezone.now():
        return EXPIRED
    return GOOD


def _row(referral: Referral) -> Referral | None:
    rows = Referral.objects.by_link(referral.pk)
    return rows.select_related("service", "organisation", "need").first()


def _was_opened(request: Request, referral: Referral) -> bool:
    return bool(request.session.get(OPENED) == f"{referral.pk}:{referral.link_serial}")


def _page(
    request: Request,
    signed: str,
    referral: Referral,
    *,
    tried: Any = None,
    mine: Any = None,
    status: int = 200,
) -> HttpResponse:
    steps = ReferralStep.objects.unscoped("of the one referral whose link is followed")
    told = list(steps.filter(referral=referral).exclude(name__in=["seen", "remind", "new_link"]))
    context = {
        "signed": signed,
        "referral": referral,
        "number": short_number(referral),
        "facts": asked_facts(referral),
        "shared": shared_facts(referral),
        "stand": [fact for fact in stand(referral) if fact.value != referral.link_to],
        "answers": answers(referral, signing=True, tried=tried),
        "history": history([_nameless(step) for step in told], tells=True, names=False),
        "mine": mine,
    }
    return _closed_off(render(request, "access/referral_link.html", context, status=status))


def _nameless(step: ReferralStep) -> ReferralStep:
    """Who works in the office is not looked up for who stands outside."""
    step.by_id = None
    return step


def _bad(request: Request) -> HttpResponse:
    return _closed_off(render(request, "access/referral_link_bad.html", status=404))


def _shut(request: Request, signed: str, referral: Referral, state: str) -> HttpResponse:
    """Used up, replaced, expired: nothing of the person, and what to do."""
    context = {"signed": signed, "state": state, "number": short_number(referral)}
    return _closed_off(render(request, "access/referral_link_shut.html", context, status=410))


def _closed_off(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, found by no search, told to no other site."""
    answer["Cache-Control"] = "private, no-store"
    # Not «no-referrer»: browsers then post with the origin «null», and every answer is refused.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
