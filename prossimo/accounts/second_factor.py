"""Whether the person at work still owes the second factor that the role asks for."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

OPEN_VIEWS = ("mfa_", "account_", "usersessions_", "set_language", "web:health", "web:public")
IN_SESSION = "second_factor"


def is_missing(request: HttpRequest) -> bool:
    """True when the role demands a second factor and the person has not set one."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    if request.session.get(IN_SESSION):
        return False
    has_one = (
        Authenticator.objects.filter(user=request.user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )
    if has_one:
        request.session[IN_SESSION] = True
    return not has_one
