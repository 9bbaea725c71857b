"""What stands on top of everything printed, as the roof knows it: the body and the post in use."""

from django.http import HttpRequest
from django.utils import timezone

from prossimo.core.letterheads import Letterhead
from prossimo.web.frame import build


def letterhead(request: HttpRequest) -> Letterhead:
    frame = build(request)
    return Letterhead(
        body=frame.body_name,
        printed_by=", ".join(filter(None, [frame.printed_by, frame.post_label])),
        printed_at=timezone.now(),
        invented=frame.demo,
    )
