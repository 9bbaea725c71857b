"""Every address of the product and what it asks of who knocks: the table of the role matrix.

A new address that is not in the table makes the suite fail (`tests/test_role_matrix.py`).
"""

from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from prossimo.accounts.rules import Right

PUBLIC = "public"  # anyone, without logging in
SIGNED_IN = "signed in"  # any member of staff, whatever the role
GUEST = "guest"  # only who has not logged in yet: the others are sent on

GET, POST = "GET", "POST"


@dataclass(frozen=True)
class Door:
    """One address: the right it asks, the object in its path, the methods it answers."""

    asks: Right | str
    path: dict[str, str] = field(default_factory=dict)  # path argument → name in the world
    methods: tuple[str, ...] = (GET,)
    query: str = ""
    data: dict[str, str] = field(default_factory=dict)


def addresses(resolver=None, namespace=""):
    """(full name, pattern) of every address, ours and the libraries'."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry
