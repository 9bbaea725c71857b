"""How allauth meets our staff: nobody signs up alone, and every login leaves a line."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import journal, lockout, second_factor, secrets_at_rest
from prossimo.accounts.addresses import UNKNOWN, client_of, safe_or
from prossimo.accounts.choices import Action, Result
from prossimo.accounts.models import User

log = logging.getLogger(__name__)
WRONG = gettext_lazy(
    "Nome utente o password non corrispondono. Controlla le maiuscole e riprova; dopo cinque "
    "tentativi l'accesso si ferma per cinque minuti."
)
WRONG_CODE = gettext_lazy(
    "Il codice non è valido: forse è appena cambiato. Scrivi quello che si legge adesso."
)


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are opened by the administrator, never by who knocks."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "enter_current_password": gettext_lazy("Non è la password che usi adesso."),
        "incorrect_password": gettext_lazy("La password non è questa."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": gettext_lazy(
            "Troppi tentativi non riusciti: aspetta cinque minuti e riprova, o chiedi "
            "all'amministratore del sistema."
        ),
        "rate_limited": gettext_lazy("Troppe richieste insieme: aspetta un minuto e riprova."),
        "invalid_password_reset": gettext_lazy("Il collegamento è scaduto o è già stato usato."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_of(request) or UNKNOWN

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very site."""
        return bool(url) and safe_or(context.request, url, "") == url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._journal(_("accesso fermo per troppi tentativi"), credentials)
            key = self._get_login_attempts_cache_key(request, **credentials)
            said = lockout.sentence(request, key)
            raise ValidationError(said, code="too_many_login_attempts") from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._journal(_("nome o password non corrispondono"), credentials)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is the administrator's problem, not the visitor's."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("mail not sent: %s", type(error).__name__)

    def _journal(self, said: str, credentials: dict[str, Any]) -> None:
        typed = str(credentials.get("username") or credentials.get("email") or "")
        note = f"{said} ({lockout.trace_of(typed)})"
        journal.note(Action.LOGIN, result=Result.REFUSED, note=note)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of staff: TOTP, passkeys, recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy(
            "È il tuo unico secondo fattore e il tuo ruolo lo richiede: aggiungine prima un altro."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "I codici di riserva si creano dopo aver attivato un secondo fattore."
        ),
    }

    def encrypt(self, text: str) -> str:
        return secrets_at_rest.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets_at_rest.opened(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_remove(authenticator)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Chiave %(number)d") % {"number": known + 1}

    def _get_site_name(self) -> str:
        return "Prossimo"
