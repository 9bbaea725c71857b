"""What happens at the door leaves a line in the journal: entering, leaving, failing, second factors."""

from typing import Any

from allauth.account import signals as entrance
from allauth.core import context
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from prossimo.accounts import identity, journal, second_factor
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.models import User


@receiver(entrance.user_logged_in)
def entered(request: HttpRequest, response: HttpResponse, user: User, **_more: Any) -> None:
    """From here on the request is this person's; who holds several posts is asked which."""
    actor = identity.enter(user.pk, None, request.META.get("prossimo.request_id", ""))
    request.actor = actor  # type: ignore[attr-defined]
    journal.note(Action.LOGIN, "accounts.user", user.pk)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    if user.posts.in_force().count() > 1:
        onward = urlencode({"next": response["Location"]})
        response["Location"] = f"{reverse('accounts:switch')}?{onward}"


@receiver(user_logged_out)
def left(request: HttpRequest | None, user: User | None, **_more: Any) -> None:
    if user is not None and getattr(request, "actor", None) is not None:
        journal.note(Action.LOGOUT, "accounts.user", user.pk)


@receiver(factors.authenticator_used)
def factor_given(request: HttpRequest, user: User, **_more: Any) -> None:
    second_factor.given(request, user)


@receiver(factors.authentication_failed)
def code_refused(user: User, **_more: Any) -> None:
    said = _("secondo fattore non riconosciuto")
    journal.note(Action.LOGIN, "accounts.user", user.pk, result=Result.REFUSED, note=said)


@receiver([entrance.password_changed, entrance.password_set, entrance.password_reset])
def password_was_set(user: User, **_more: Any) -> None:
    journal.note(Action.CONFIGURE, "accounts.user", user.pk, note=_("nuova password"))


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_more: Any) -> None:
    if created:
        request = context.request
        if request is not None and request.user.pk == instance.user_id:
            second_factor.given(request, instance.user)
        said = _("secondo fattore aggiunto: %(kind)s") % {"kind": instance.get_type_display()}
        journal.note(Action.CONFIGURE, "accounts.user", instance.user_id, note=said)


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_more: Any) -> None:
    said = _("secondo fattore tolto: %(kind)s") % {"kind": instance.get_type_display()}
    journal.note(Action.CONFIGURE, "accounts.user", instance.user_id, note=said)
