"""The administrator's screens: who holds which role, where, from when to when."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prossimo.accounts import operations, policies
from prossimo.accounts.forms import EndPostForm, NewPostForm, PostForm
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Right
from prossimo.accounts.views.staff import person_or_404, post_values
from prossimo.core.concurrency import StaleVersion
from prossimo.core.http import Request


def post_or_404(request: Request, post_id: uuid.UUID) -> Post:
    policies.may(request.actor, Right.STAFF_MANAGE).enforce()
    seen = Post.objects.visible_to(request.actor).for_list().select_related("user")
    post = get_object_or_404(seen, pk=post_id)
    policies.may_manage_post(request.actor, post).enforce()
    return post


@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request: Request, user_id: uuid.UUID) -> HttpResponse:
    person = person_or_404(request, user_id)
    oneself = Post(user=person, ambito_id=request.actor.ambito_id)
    oneself.municipality_id = request.actor.municipality_id
    policies.may_manage_post(request.actor, oneself).enforce()
    form = NewPostForm(request.POST or None, manager=request.actor, actor=request.actor)
    back = reverse("accounts:staff_detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        values = post_values(form)

        def assign() -> str:
            operations.assign_post(person, by=request.actor, values=values)
            messages.success(request, _("Incarico assegnato."))
            return back

        try:
            return redirect(form.once(assign))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return render(request, "accounts/post_form.html", {"form": form, "person": person})


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: Request, post_id: uuid.UUID) -> HttpResponse:
    """Scope and dates of a post; another role is another post."""
    post = post_or_404(request, post_id)
    form = PostForm(
        request.POST or None, instance=post, manager=request.actor,
        initial={"version": post.version},
    )  # fmt: skip
    form.fields["role"].disabled = True
    context = {"form": form, "person": post.user, "post": post}
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"] or 0
        fresh = post_or_404(request, post_id)
        try:
            operations.edit_post(
                fresh, by=request.actor, values=post_values(form), expected=expected
            )
        except StaleVersion as error:
            # Places travel as choices, so both texts stand beside the form instead of in it.
            context["differences"] = error.differences()
            form.data = {**request.POST.dict(), "version": str(error.record.version)}
            return render(request, "accounts/post_form.html", context, status=409)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Incarico modificato."))
            return redirect("accounts:staff_detail", post.user_id)
    return render(request, "accounts/post_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: Request, post_id: uuid.UUID) -> HttpResponse:
    post = post_or_404(request, post_id)
    form = EndPostForm(request.POST or None, initial={"version": post.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.end_post(
                post, by=request.actor, last_on=given["last_on"], expected=given["version"]
            )
        except StaleVersion:
            messages.error(request, _("Un'altra persona l'ha appena modificato: ricontrolla."))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Incarico concluso."))
        if not form.errors:
            return redirect("accounts:staff_detail", post.user_id)
    context = {"form": form, "person": post.user, "post": post}
    return render(request, "accounts/post_end.html", context)
