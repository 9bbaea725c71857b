"""The request as our views know it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:

    class Request(HttpRequest):
        """A request with the person at work (`actor`, of `accounts.identity`) and htmx details."""

        htmx: HtmxDetails
        actor: Any
        purpose: str  # set by `accounts.purposes.states_purpose`
else:
    Request = HttpRequest
