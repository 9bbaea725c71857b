"""What allauth's own screens leave to us: the stale page, the recovery codes, the last factor."""

import time

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.views import remove_webauthn as allauth_remove_webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from prossimo.accounts import drafts, second_factor
from prossimo.accounts.addresses import page_of
from prossimo.core.http import Request

SHOWN_FOR = 10 * 60  # seconds: time to print or save what is shown once


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose anti-forgery token is old: nothing is done, and nothing typed is lost."""
    kept = drafts.rescue_posted(request)
    context = {"kept": kept, "back_url": page_of(request)}
    return render(request, "accounts/stale_page.html", context, status=403)


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def recovery_codes(request: Request) -> HttpResponse:
    """Shown once, when asked for; for ten minutes they can be printed and saved."""
    codes = _codes_of(request)
    context = {"left": len(codes.get_unused_codes()), "may_show": _may_show(codes)}
    if request.method == "POST" and _may_show(codes):
        if not codes.did_view:
            codes.mark_as_viewed()
        shown = codes.get_unused_codes()
        if "scarica" in request.POST:
            return _as_file(shown)
        context["codes"] = shown
    return render(request, "mfa/recovery_codes/index.html", context)


def _codes_of(request: Request) -> RecoveryCodes:
    kept = Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if kept is None:
        raise Http404
    return kept.wrap()


def _may_show(codes: RecoveryCodes) -> bool:
    seen = codes.instance.data.get("viewed_at")
    return seen is None or time.time() - seen < SHOWN_FOR


def _as_file(codes: list[str]) -> HttpResponse:
    words = _("Codici di riserva per entrare in Prossimo. Ognuno vale una volta sola.")
    text = "\r\n".join([words, "", *codes, ""])
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="codici-di-riserva.txt"'
    return answer


def remove_webauthn(request: Request, pk: int) -> HttpResponseBase:
    """As allauth does, unless it is the last factor of who must have one."""
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    if request.method == "POST" and not second_factor.may_remove(get_object_or_404(mine, pk=pk)):
        messages.error(
            request,
            _(
                "È il tuo unico secondo fattore e il tuo ruolo lo richiede: aggiungine prima un altro."
            ),
        )
        return redirect("mfa_index")
    answer: HttpResponseBase = allauth_remove_webauthn(request, pk=pk)
    return answer
