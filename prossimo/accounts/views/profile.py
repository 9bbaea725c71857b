"""One's own access: post in use, language, keys, second factor, open sessions."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prossimo.accounts import identity, journal, operations, queries, second_factor
from prossimo.accounts.addresses import safe_or
from prossimo.accounts.choices import Action
from prossimo.accounts.forms import ProfileForm
from prossimo.accounts.middleware import POST_IN_SESSION
from prossimo.accounts.models import User
from prossimo.accounts.purposes import IN_SESSION as PURPOSES
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.conflicts import conflict_page


def person_of(request: Request) -> User:
    user = request.user
    assert isinstance(user, User)  # the login middleware stands before every screen of ours
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: Request) -> HttpResponse:
    """Choose the post in use: rights, desks and the journal follow it from the next click on."""
    posts = queries.posts_of(request.actor.user_id)
    onward = safe_or(request, request.POST.get("next") or request.GET.get("next"), "/")
    if request.method == "POST":
        if request.POST.get("post") in {post.id for post in posts}:
            request.session[POST_IN_SESSION] = request.POST["post"]
            request.session.pop(PURPOSES, None)
            request.actor = identity.enter(
                person_of(request).pk, request.POST["post"], request.actor.request_id
            )
            said = _("incarico in uso")
            journal.note(Action.LOGIN, "accounts.post", request.actor.post_id, note=said)
            return redirect(onward)
        messages.error(request, _("Questo incarico non è tra i tuoi di oggi: scegline un altro."))
    context = {"posts": posts, "next": onward, "actor": request.actor}
    return render(request, "accounts/switch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    user = person_of(request)
    form = ProfileForm(request.POST or None, instance=user, initial={"version": user.version})
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("language", "shortcuts")}
        fresh = User.objects.get(pk=user.pk)
        try:
            operations.set_profile(fresh, values=values, expected=form.cleaned_data["version"])
        except StaleVersion as error:
            return conflict_page(
                request, error, title=_("Il mio accesso"), action_url=request.path,
                back_url=request.path,
            )  # fmt: skip
        return _saved(request, values["language"])
    return render(request, "accounts/profile.html", _profile_context(request, form))


def _profile_context(request: Request, form: ProfileForm) -> dict[str, object]:
    user = person_of(request)
    return {
        "form": form,
        "posts": queries.posts_of(user.pk),
        "actor": request.actor,
        "has_factor": second_factor.has_one(user),
        "sessions": queries.sessions_of(user.pk),
        "this_session": request.session.session_key,
    }


def _saved(request: Request, language: str) -> HttpResponse:
    with translation.override(language):
        messages.success(request, _("Preferenze salvate."))
    answer = HttpResponseRedirect(request.path)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@require_POST
def end_session(request: Request) -> HttpResponse:
    """Close one session of one's own, or all the others."""
    chosen = request.POST.get("session", "")
    if chosen == "others":
        operations.end_other_sessions(request, person_of(request))
        messages.success(request, _("Le altre sessioni sono chiuse."))
    elif chosen.isdecimal() and len(chosen) < 19:
        operations.end_session(request.actor, int(chosen))
        messages.success(request, _("Sessione chiusa."))
    return redirect("accounts:profile")
