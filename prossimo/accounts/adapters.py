"""How allauth meets our staff: nobody signs up alone, and every login leaves a line."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are opened by the administrator, never by who knocks."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors of staff: TOTP, passkeys, recovery codes."""
