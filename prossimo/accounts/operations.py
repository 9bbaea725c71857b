"""Every write about staff: who enters, in which post, with what; each leaves a line in the journal."""

import copy
import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts import journal, outbox, policies
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import OutboxMessage, Post, User
from prossimo.accounts.rules import Actor, Right
from prossimo.core.concurrency import save_versioned
from prossimo.core.periods import between, last_day
from prossimo.territory.models import Ambito

USER, POST = "accounts.user", "accounts.post"


@transaction.atomic
def create_user(*, by: Actor, values: Mapping[str, Any], post: Mapping[str, Any]) -> User:
    """A person at work with a first post; they choose the password by the link handed to them.

    Raises `PermissionDenied` with the reason, `ValidationError` with what to mend.
    """
    policies.may(by, Right.STAFF_MANAGE).enforce()
    user = User(**values)
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    journal.note(Action.CREATE, USER, user.pk)
    assign_post(user, by=by, values=post)
    return user


@transaction.atomic
def open_first_access(
    ambito: Ambito, *, username: str, first_name: str, last_name: str, email: str
) -> str:
    """The administrator whom no administrator opens: only from the command line, as the loader.

    Answers the path where they choose the password.
    """
    user = User(username=username, first_name=first_name, last_name=last_name, email=email)
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    post = Post(user=user, role=RoleKey.ADMINISTRATOR, ambito=ambito)
    post.save(force_insert=True)
    journal.note(Action.CONFIGURE, POST, post.pk, note=_("primo accesso: %s") % post)
    return link_of(user)


def link_of(user: User) -> str:
    key = PasswordResetTokenGenerator().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user.pk.hex, "key": key})


@transaction.atomic
def edit_user(user: User, *, by: Actor, values: Mapping[str, Any], expected: int) -> User:
    """Raises `StaleVersion` where somebody saved in the meantime."""
    policies.may_manage_user(by, user).enforce()
    journal.note(Action.CHANGE, USER, user.pk)
    return save_versioned(user, values, expected=expected)


@transaction.atomic
def suspend(user: User, *, by: Actor) -> None:
    """No entering any more; open sessions end with their next request, and stay ended."""
    policies.may_manage_user(by, user).enforce()
    _change_access(user, is_active=False)
    journal.note(Action.CONFIGURE, USER, user.pk, note=_("accesso sospeso"))


@transaction.atomic
def readmit(user: User, *, by: Actor) -> None:
    policies.may_manage_user(by, user).enforce()
    _change_access(user, is_active=True)
    journal.note(Action.CONFIGURE, USER, user.pk, note=_("accesso riattivato"))


def _change_access(user: User, *, is_active: bool) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    values = {"is_active": is_active, "sessions_from": timezone.now()}
    save_versioned(locked, values, expected=locked.version)
    UserSession.objects.filter(user_id=user.pk).delete()


@transaction.atomic
def password_link(user: User, *, by: Actor) -> str:
    """The path of a page, good for one use, where the person sets a password; they are told."""
    policies.may_manage_user(by, user).enforce()
    if not user.is_active:
        raise ValidationError(_("L'accesso è sospeso: prima va riattivato."))
    journal.note(Action.CONFIGURE, USER, user.pk, note=_("collegamento per la password"))
    outbox.put(by, outbox.NEWS, user.pk)
    return link_of(user)


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor) -> None:
    """For who lost the telephone and the codes: factors go, sessions end, the person is told."""
    policies.may_manage_user(by, user).enforce()
    for authenticator in Authenticator.objects.filter(user_id=user.pk):
        authenticator.delete()
    _change_access(user, is_active=user.is_active)
    journal.note(Action.CONFIGURE, USER, user.pk, note=_("secondo fattore azzerato"))
    outbox.put(by, outbox.NEWS, user.pk)


@transaction.atomic
def assign_post(user: User, *, by: Actor, values: Mapping[str, Any]) -> Post:
    """Give a role with its scope and dates; never to oneself."""
    if by.ambito_id is None:
        raise PermissionDenied(str(policies.REASONS["no_right"]))
    post = Post(user=user, ambito_id=by.ambito_id, **_with_period(values))
    policies.may_manage_post(by, post).enforce()
    post.full_clean()
    same = {name: getattr(post, f"{name}_id") for name in ("municipality", "organisation")}
    twins = user.posts.filter(
        role=post.role, ambito=post.ambito_id, neighbourhood=post.neighbourhood_id, **same
    )
    if twins.filter(period__overlap=post.period).exists():
        raise ValidationError(_("Ha già questo incarico in quei giorni."))
    post.save(force_insert=True)
    journal.note(Action.CONFIGURE, POST, post.pk, note=_("incarico assegnato: %s") % post)
    return post


@transaction.atomic
def edit_post(post: Post, *, by: Actor, values: Mapping[str, Any], expected: int) -> Post:
    """Change scope or dates; another role is another post. Raises `StaleVersion`."""
    policies.may_manage_post(by, post).enforce()
    kept = {name: value for name, value in _with_period(values).items() if name != "role"}
    wanted = copy.copy(post)
    for name, value in kept.items():
        setattr(wanted, name, value)
    policies.may_manage_post(by, wanted).enforce()
    saved = save_versioned(post, kept, expected=expected)
    journal.note(Action.CONFIGURE, POST, post.pk, note=_("incarico modificato: %s") % post)
    return saved


@transaction.atomic
def end_post(post: Post, *, by: Actor, last_on: dt.date, expected: int) -> Post:
    """The last day is the one given, that day included."""
    policies.may_manage_post(by, post).enforce()
    if last_on < post.period.lower:
        raise ValidationError(_("L'ultimo giorno viene prima del primo."))
    ended = last_day(post.period)
    if ended is not None and ended < last_on:
        raise ValidationError(_("Questo incarico finisce già prima."))
    period = between(post.period.lower, last_on)
    saved = save_versioned(post, {"period": period}, expected=expected)
    journal.note(Action.CONFIGURE, POST, post.pk, note=_("incarico concluso: %s") % post)
    return saved


def _with_period(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    first, last = given.pop("starts_on"), given.pop("ends_on", None)
    return {**given, "period": between(first, last)}


@transaction.atomic
def set_profile(user: User, *, values: Mapping[str, Any], expected: int) -> User:
    """One's own preferences: nobody else's business, and no line in the journal."""
    return save_versioned(user, values, expected=expected)


@transaction.atomic
def end_session(actor: Actor, session: int) -> None:
    """Close one of one's own sessions."""
    for mine in UserSession.objects.filter(user_id=actor.user_id, pk=session):
        mine.end()
        journal.note(Action.LOGOUT, USER, actor.user_id, note=_("sessione chiusa a distanza"))


@transaction.atomic
def end_other_sessions(request: HttpRequest, user: User) -> None:
    """Close every session but this one, those that no list knows too."""
    user = User.objects.select_for_update().get(pk=user.pk)
    save_versioned(user, {"sessions_from": timezone.now()}, expected=user.version)
    update_session_auth_hash(request, user)
    key = request.session.session_key
    UserSession.objects.filter(user_id=user.pk).exclude(session_key=key).delete()
    journal.note(Action.LOGOUT, USER, user.pk, note=_("altre sessioni chiuse"))


@transaction.atomic
def deliver_again(message_id: uuid.UUID, *, by: Actor) -> OutboxMessage:
    """Try a failed delivery once more from the beginning, still as the person who wrote."""
    held = OutboxMessage.objects.select_for_update(of=("self",)).visible_to(by).failed()
    message = held.get(pk=message_id)
    policies.may_see_delivery(by, message).enforce()
    message.attempts, message.error = 0, ""
    message.save(update_fields=["attempts", "error"])
    outbox.defer(message)
    journal.note(Action.CONFIGURE, "accounts.outboxmessage", message.pk, note=message.topic)
    return message
