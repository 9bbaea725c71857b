"""Who one is, proved again in the middle of the work: the own password, then the second factor."""

import json
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from prossimo.accounts.models import User


@dataclass(frozen=True, slots=True)
class Ways:
    """What a person has to prove who they are: a password, a code (app or recovery), a key."""

    password: bool
    code: bool
    key: bool

    @property
    def none(self) -> bool:
        return not (self.password or self.code or self.key)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was given: of code and key, one is enough."""

    password: str = ""
    code: str = ""
    credential: str = ""  # the answer of a key, as the browser writes it


def ways_of(user: User | AnonymousUser) -> Ways:
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    key = Authenticator.Type.WEBAUTHN in kinds
    return Ways(
        isinstance(user, User) and user.has_usable_password(),
        bool(kinds - {Authenticator.Type.WEBAUTHN}),
        key,
    )


def question(user: User | AnonymousUser) -> dict[str, Any]:
    """What the browser asks of a key: once, for this session."""
    asked: dict[str, Any] = passkeys.begin_authentication(user)
    return asked


def prove(request: HttpRequest, user: User | AnonymousUser, given: Proof) -> None:
    """Raise `ValidationError` beside what is wrong; too many attempts are stopped like at the door."""
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise ValidationError(
            _("Troppi tentativi non riusciti: aspetta qualche minuto, poi riprova.")
        )
    ways = ways_of(user)
    if ways.none:
        raise ValidationError(
            _(
                "Il tuo accesso non ha né password né secondo fattore: scegli una password, poi riprova."
            )
        )
    if ways.password and not user.check_password(given.password):
        raise ValidationError({"password": _("La password non è quella giusta.")})
    if ways.code and given.code.strip():
        _with_code(user, given.code.strip())
    elif ways.key:
        _with_key(user, given.credential, alone=not ways.password)
    elif ways.code:
        raise ValidationError({"code": _("Scrivi il codice dell'app.")})


def _with_code(user: User | AnonymousUser, code: str) -> None:
    if not any(each.wrap().validate_code(code) for each in _codes(user)):
        raise ValidationError({"code": _("Il codice non è valido: aspetta il prossimo e riprova.")})


def _with_key(user: User | AnonymousUser, credential: str, *, alone: bool) -> None:
    """Where there is no password the key itself must have asked for a PIN or a finger."""
    if not credential:
        raise ValidationError(
            _("Serve la tua chiave d'accesso: usala quando il browser la chiede.")
        )
    try:
        told = json.loads(credential)
        answer = passkeys.parse_authentication_response(told)
        used = passkeys.complete_authentication(user, told)
    except (ValueError, ValidationError, AttributeError) as error:
        raise ValidationError(_("La chiave non è stata riconosciuta: riprova.")) from error
    if alone and not answer.response.authenticator_data.is_user_verified():
        raise ValidationError(
            _("Senza password la chiave deve chiedere il PIN o l'impronta: usane una che lo fa.")
        )
    used.record_usage()


def _codes(user: User | AnonymousUser) -> "QuerySet[Authenticator]":
    mine = Authenticator.objects.filter(user=user)
    codes: QuerySet[Authenticator] = mine.exclude(type=Authenticator.Type.WEBAUTHN)
    return codes.order_by("-type")
