"""What stands on top of everything printed: which body, who printed, when, invented or not."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Letterhead:
    body: str
    printed_by: str
    printed_at: dt.datetime
    invented: bool = False

    def warnings(self) -> tuple[str, ...]:
        return (_("Dati inventati: nessuna persona vera."),) if self.invented else ()


Provider = Callable[[HttpRequest], Letterhead]


def _plain(request: HttpRequest) -> Letterhead:
    actor = getattr(request, "actor", None)
    return Letterhead(
        body=settings.BODY_NAME or "Prossimo",
        printed_by=getattr(actor, "name", ""),
        printed_at=timezone.now(),
        invented=settings.DEMO,
    )


_providers: list[Provider] = [_plain]


def provide(provider: Provider) -> None:
    """The app on top, which knows the ambito and the post in use, says what the letterhead is."""
    _providers[:] = [provider]


def of(request: HttpRequest) -> Letterhead:
    return _providers[0](request)
