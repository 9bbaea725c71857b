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


def is_missing(request: HttpRequest) -> bool:
    """True when the role demands a second factor and the person has not set one.

    Once satisfied the session remembers it: no query. The answer cannot grow old, because the last
    factor cannot be taken away by its owner, and when an administrator does, the sessions end.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.role is not None and not actor.role.second_factor:
        return False
    if request.session.get(IN_SESSION) == str(request.user.pk):
        return False
    if has_one(request.user):
        request.session[IN_SESSION] = str(request.user.pk)
        return False
    return True


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
