"""The administrator's screens: who works here, with which access."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from prossimo.accounts import drafts, operations, policies, queries, second_factor
from prossimo.accounts.forms import NewUserForm, PostForm, StaffFilter, UserForm
from prossimo.accounts.models import User
from prossimo.accounts.policies import may_manage_user
from prossimo.accounts.rules import Right
from prossimo.accounts.tables import StaffTable
from prossimo.core import exports
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request
from prossimo.ui.conflicts import conflict_page
from prossimo.ui.parts import Action, Confirmation

NEW = drafts.key_of("staff", "new")
USER_FIELDS = ("last_name", "first_name", "username", "email", "language")


@require_safe
def staff_list(request: Request) -> HttpResponse:
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    form = StaffFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.staff(
        request.actor,
        text=asked.get("q", ""),
        role=asked.get("role", ""),
        state=asked.get("state", ""),
    )
    table = StaffTable(found)
    if format_ := exports.asked(request):
        return exports.respond(request, table, format_, name="personale", title=_("Personale"))
    table.configure(request)
    template = "accounts/staff_list.html#rows" if request.htmx else "accounts/staff_list.html"
    return render(request, template, {"form": form, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
def staff_new(request: Request) -> HttpResponse:
    """A person and a first post together: nobody enters without one."""
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    form = NewUserForm(request.POST or None, actor=request.actor, draft_key=NEW)
    post_form = PostForm(request.POST or None, manager=request.actor, prefix="post")
    if request.method == "POST" and form.is_valid() and post_form.is_valid():
        try:
            return redirect(form.once(lambda: _create(request, form, post_form)))
        except ValidationError as error:
            form.add_error(None, error.messages)
    if request.method != "POST":
        drafts.fill(form, request.actor, NEW)
        drafts.fill(post_form, request.actor, NEW)
    context = {"form": form, "post_form": post_form, "draft_key": NEW}
    return render(request, "accounts/staff_new.html", context)


def _create(request: Request, form: NewUserForm, post_form: PostForm) -> str:
    values = {name: form.cleaned_data[name] for name in USER_FIELDS}
    post = post_values(post_form)
    user = operations.create_user(by=request.actor, values=values, post=post)
    drafts.discard(request.actor, NEW)
    messages.success(request, _("Registrata. Ora consegnale il collegamento per la password."))
    return reverse("accounts:staff_detail", args=[user.pk])


def post_values(form: PostForm) -> dict[str, Any]:
    names = (*PostForm.Meta.fields, "starts_on", "ends_on")
    return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


def person_or_404(request: Request, user_id: uuid.UUID) -> User:
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    return get_object_or_404(User.objects.visible_to(request.actor), pk=user_id)


@require_safe
def staff_detail(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    verdict = may_manage_user(request.actor, person)
    posts = [
        (post, policies.may_manage_post(request.actor, post))
        for post in queries.posts_managed(request.actor, person)
    ]
    context = {
        "person": person,
        "verdict": verdict,
        "posts": posts,
        "actions": _actions(person, verdict.reason),
        "has_factor": second_factor.has_one(person),
        "has_password": person.has_usable_password(),
        "oneself": policies.same_user(request.actor, person.pk),
    }
    return render(request, "accounts/staff_detail.html", context)


def _actions(person: User, reason: str) -> list[Action]:
    def action(label: str, name: str, icon: str) -> Action:
        url = reverse(f"accounts:{name}", args=[person.pk])
        return Action(label, url, icon=icon, reason=reason)

    state = (
        action(_("Sospendi l'accesso"), "staff_suspend", "locked")
        if person.is_active
        else action(_("Riattiva l'accesso"), "staff_readmit", "unlocked")
    )
    return [
        action(_("Collegamento per la password"), "staff_link", "key"),
        action(_("Azzera il secondo fattore"), "staff_reset_factor", "refresh"),
        state,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    may_manage_user(request.actor, person).enforce()
    form = UserForm(request.POST or None, instance=person, initial={"version": person.version})
    back = reverse("accounts:staff_detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in USER_FIELDS}
        expected = form.cleaned_data["version"] or 0
        try:
            fresh = person_or_404(request, user_id)
            operations.edit_user(fresh, by=request.actor, values=values, expected=expected)
        except StaleVersion as error:
            return conflict_page(
                request, error, title=str(person), action_url=request.path, back_url=back
            )
        messages.success(request, _("Dati salvati."))
        return redirect(back)
    return render(request, "accounts/staff_edit.html", {"form": form, "person": person})


def confirmed(
    request: Request, person: User, ask: Confirmation, run: Callable[[], object], done: str
) -> HttpResponse:
    """Ask on GET, do on POST: the shape of every heavy gesture of the administrator."""
    may_manage_user(request.actor, person).enforce()
    if request.method != "POST":
        context = {
            "title": ask.title,
            "text": ask.text,
            "confirm": ask.confirm,
            "back_url": ask.back_url,
            "fields": ask.fields,
        }
        return render(request, "ui/confirm.html", context)
    try:
        run()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(ask.back_url)


def _asking(person: User, title: str, text: str, confirm: str) -> Confirmation:
    back = reverse("accounts:staff_detail", args=[person.pk])
    return Confirmation(title, text, confirm, action_url="", back_url=back)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_suspend(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    ask = _asking(
        person,
        _("Sospendere l'accesso di %(name)s?") % {"name": person},
        _("Le sue sessioni si chiudono subito e non potrà più entrare. Ciò che ha scritto resta."),
        _("Sospendi l'accesso"),
    )
    run = lambda: operations.suspend(person, by=request.actor)  # noqa: E731
    return confirmed(request, person, ask, run, _("Accesso sospeso."))


@require_http_methods(["GET", "HEAD", "POST"])
def staff_readmit(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    ask = _asking(
        person,
        _("Riattivare l'accesso di %(name)s?") % {"name": person},
        _("Potrà entrare di nuovo con la sua password, negli incarichi ancora in vigore."),
        _("Riattiva l'accesso"),
    )
    run = lambda: operations.readmit(person, by=request.actor)  # noqa: E731
    return confirmed(request, person, ask, run, _("Accesso riattivato."))


@require_http_methods(["GET", "HEAD", "POST"])
def staff_reset_factor(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    ask = _asking(
        person,
        _("Azzerare il secondo fattore di %(name)s?") % {"name": person},
        _(
            "Per chi ha perso il telefono e i codici di riserva. Accertati di parlare proprio con "
            "la persona: le sue sessioni si chiudono e riceve un avviso."
        ),
        _("Azzera il secondo fattore"),
    )
    run = lambda: operations.reset_second_factor(person, by=request.actor)  # noqa: E731
    return confirmed(request, person, ask, run, _("Secondo fattore azzerato."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_link(request: Request, user_id: uuid.UUID) -> HttpResponse:
    """The one-time page where the person chooses a password: shown once, to be handed over."""
    person = person_or_404(request, user_id)
    ask = _asking(
        person,
        _("Creare il collegamento per la password di %(name)s?") % {"name": person},
        _("Vale una volta e per tre giorni. Chi lo apre sceglie la password: consegnalo a mano."),
        _("Crea il collegamento"),
    )
    if request.method != "POST" or not person.is_active:
        run = lambda: operations.password_link(person, by=request.actor)  # noqa: E731
        return confirmed(request, person, ask, run, "")
    path = operations.password_link(person, by=request.actor)
    context = {"person": person, "link": request.build_absolute_uri(path)}
    return render(request, "accounts/staff_link.html", context)
