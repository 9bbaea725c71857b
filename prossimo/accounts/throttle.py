"""How often a stranger may try: counted by address, so that codes are not guessed nor hours hoarded."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from prossimo.accounts.addresses import client_of


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int, who: str = "") -> bool:
    """Count one more of this kind from this address (or about this `who`); true beyond the most."""
    about = salted_hmac("accounts.throttle", f"{what}:{who or client_of(request)}").hexdigest()
    key = f"throttle:{what}:{about[:32]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        count: int = cache.incr(key)
    except ValueError:  # it expired in between
        return False
    return count > most
