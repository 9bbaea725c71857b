"""Who one is, proved again in the middle of the work: the own password, and the code where one is set up."""

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from prossimo.accounts.models import User


def asks_code(user: User | AnonymousUser) -> bool:
    """Whether a code is asked beside the password: an app that gives codes, or the recovery ones."""
    return _codes(user).exists()


def prove(
    request: HttpRequest, user: User | AnonymousUser, *, password: str, code: str = ""
) -> None:
    """Raise `ValidationError` beside what is wrong; too many attempts are stopped like at the door."""
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise ValidationError(
            _("Troppi tentativi non riusciti: aspetta qualche minuto, poi riprova.")
        )
    if not user.check_password(password):
        raise ValidationError({"password": _("La password non è quella giusta.")})
    if not asks_code(user):
        return
    if not code.strip():
        raise ValidationError({"code": _("Scrivi il codice dell'app.")})
    if not any(each.wrap().validate_code(code.strip()) for each in _codes(user)):
        raise ValidationError({"code": _("Il codice non è valido: aspetta il prossimo e riprova.")})


def _codes(user: User | AnonymousUser) -> "QuerySet[Authenticator]":
    mine = Authenticator.objects.filter(user=user)
    codes: QuerySet[Authenticator] = mine.exclude(type=Authenticator.Type.WEBAUTHN)
    return codes.order_by("-type")
