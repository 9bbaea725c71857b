"""What the locked-out person is told: since when it holds, for how long, and what to do."""

import datetime as dt
import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

APP, ACTION = "allauth.account", "login_failed"


def ends_at(request: HttpRequest, key: str) -> dt.datetime:
    """When the next attempt is allowed again, by the rates that are used up."""
    now = time.time()
    ends = [now + 60]
    for rate in get_rates(app=APP, action=ACTION):
        name = get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key)
        tries: list[float] = cache.get(name, [])
        if len(tries) >= rate.amount:
            ends.append(tries[rate.amount - 1] + rate.duration)
    return dt.datetime.fromtimestamp(max(ends), tz=dt.UTC)


def sentence(request: HttpRequest, key: str) -> str:
    end = ends_at(request, key)
    minutes = max(1, round((end - timezone.now()).total_seconds() / 60))
    wait = ngettext("%(n)d minuto", "%(n)d minuti", minutes) % {"n": minutes}
    return _(
        "Troppi tentativi non riusciti: per sicurezza l'accesso è fermo per %(wait)s, fino alle "
        "%(hour)s. Poi riprova; se non ricordi la password, reimpostala o chiedi "
        "all'amministratore del sistema."
    ) % {"wait": wait, "hour": f"{timezone.localtime(end):%H:%M}"}


def trace_of(typed: str) -> str:
    """The same typed name gives the same trace, from which the name cannot be read."""
    return salted_hmac("prossimo.accounts.lockout", typed.lower()).hexdigest()[:12]
