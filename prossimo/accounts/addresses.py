"""Where a request comes from, and where it may be sent back to."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

UNKNOWN = "0.0.0.0"


def client_of(request: HttpRequest) -> str:
    """The address of who asks, past the proxies that are ours (`TRUSTED_PROXIES`); `""` if unknown."""
    written = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # Each of our proxies adds one at the end; what stands before them is anyone's word.
        written = hops[-min(settings.TRUSTED_PROXIES, len(hops))] or written
    try:
        return str(ipaddress.ip_address(written.strip()))
    except ValueError:
        return ""


def safe_or(request: HttpRequest, url: str | None, default: str) -> str:
    """The address if it is of this very site, otherwise the default: no open redirect."""
    if url and url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return url
    return default


def page_of(request: HttpRequest, default: str = "/") -> str:
    """The page on which the person stood when the request left: to come back to it."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return request.get_full_path()
    parts = urlsplit(told)
    if parts.netloc != request.get_host():
        return default
    return parts.path + (f"?{parts.query}" if parts.query else "")
