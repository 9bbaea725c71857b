"""The login page's own knowledge: the invented accounts, in a demo and nowhere else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.template import Library

if TYPE_CHECKING:
    from prossimo.accounts.demo_accounts import DemoAccount

register = Library()


@register.simple_tag
def demo_accounts() -> "Sequence[DemoAccount]":
    if not settings.DEMO:
        return ()
    from prossimo.accounts.demo_accounts import DEMO_ACCOUNTS

    return DEMO_ACCOUNTS


@register.simple_tag
def demo_password() -> str:
    if not settings.DEMO:
        return ""
    from prossimo.accounts.demo_accounts import PASSWORD

    return PASSWORD
