"""What is written to who is called to a meeting: hour and place; never about whom, never why."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access import icsfiles
from prossimo.cases.choices.meetings import MeetingState
from prossimo.cases.models import CaseMeeting, MeetingPresence
from prossimo.cases.operations.meetings import INVITED
from prossimo.core import wording
from prossimo.core.events import Topic, topics

MIME = "text/calendar"


def calendar_of(meeting: CaseMeeting) -> bytes:
    """The meeting for a calendar: an hour and a place, because calendars travel."""
    return icsfiles.plain(
        meeting.pk,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        version=meeting.version,
        summary=_("Incontro"),
        place=meeting.place,
        cancelled=meeting.state == MeetingState.CANCELLED,
    )


def invite(chair_id: str) -> None:
    """The hour and the place to who is called, where one can write to them."""
    rows = MeetingPresence.objects.unscoped("the chair of the message, as its author sees it")
    chair = rows.select_related("meeting", "post__user").filter(pk=chair_id).first()
    if chair is None:
        return
    to = chair.post.user.email if chair.post else chair.email
    meeting = chair.meeting
    if not to or meeting.state not in (MeetingState.PLANNED, MeetingState.CANCELLED):
        return
    with translation.override(chair.post.user.language if chair.post else "it"):
        told = {"when": wording.moment(meeting.starts_at), "where": meeting.place}
        if meeting.state == MeetingState.CANCELLED:
            subject = _("Incontro annullato")
            said = _("L'incontro di %(when)s, %(where)s, è annullato.") % told
        else:
            subject = _("Invito a un incontro")
            said = _("Sei invitato a un incontro: %(when)s, %(where)s.") % told
        mail = EmailMessage(subject, f"{said}\n", settings.DEFAULT_FROM_EMAIL, [to])
        mail.attach("incontro.ics", calendar_of(meeting).decode(), MIME)
        mail.send()


topics.add(Topic(key=INVITED, label=gettext_lazy("invito a un incontro per posta"), handle=invite))
