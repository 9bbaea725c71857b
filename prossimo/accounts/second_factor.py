"""Whether the person at work still owes the second factor that the role asks for."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from prossimo.accounts.models import User
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor

# What may be reached without: setting one, proving who one is, leaving, and what is public anyway.
OPEN_VIEWS = ("mfa_", "account_", "web:health", "web:public")
IN_SESSION = "second_factor"


def is_open(view_name: str) -> bool:
    return view_name.startswith(OPEN_VIEWS)


def page_owed(request: HttpRequest) -> str:
    """The page where the person still owes the proof that the role demands; `""` for none.

    A session that has given it remembers: no query. The memory cannot grow old, because the last
    factor cannot be taken away by its owner, and when an administrator does, the sessions end. A
    session opened before the first factor was set elsewhere has given none, and is asked.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return ""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    demanded = actor.role is None or actor.role.second_factor
    if not demanded or request.session.get(IN_SESSION) == str(request.user.pk):
        return ""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in kinds else "mfa_index"


def given(request: HttpRequest, user: User) -> None:
    """This session has shown a second factor of this person."""
    request.session[IN_SESSION] = str(user.pk)


def has_one(user: User) -> bool:
    factors = Authenticator.objects.filter(user=user)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def may_remove(authenticator: Authenticator) -> bool:
    """The last factor stays where one of the person's roles demands it."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return True
    user: User = authenticator.user
    held = {str(role) for role in user.posts.in_force().values_list("role", flat=True)}
    if held and not any(roles[role].second_factor for role in held):
        return True
    others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
    return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
