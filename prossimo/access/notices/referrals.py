"""Letters to who was asked for a service and has no account: never a name, only where to answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from prossimo.access import links
from prossimo.access.choices import MessageKind
from prossimo.access.models import Message, Referral
from prossimo.access.notices.messages import Letter, Text, letters
from prossimo.access.workflow import TO_ANSWER
from prossimo.core import wording


def write_referral(message: Message) -> Text | None:
    """«C'è una richiesta per il vostro servizio»: the link, and until when it opens."""
    referral = _of(message)
    if referral is None or referral.link_until is None:
        return None
    body = _(
        "Il Comune chiede al vostro servizio «%(service)s» di rispondere per una persona.\n\n"
        "Per leggere la richiesta e rispondere:\n%(link)s\n\n"
        "Il collegamento si apre fino al %(until)s. È per chi lavora nel vostro ente: non "
        "inoltratelo ad altri. Per proteggere le persone questo messaggio non contiene altro.\n"
    ) % {
        "service": referral.service.name,
        "link": address_of(referral),
        "until": wording.day(wording.local(referral.link_until).date()),
    }
    return Text(_("Una richiesta per il vostro servizio"), body)


def write_reminder(message: Message) -> Text | None:
    """«Aspettiamo ancora una risposta»; nothing where it came meanwhile."""
    referral = _of(message)
    if referral is None or referral.state not in TO_ANSWER:
        return None
    where = _("Entrate in Prossimo dal solito indirizzo, alla voce «Invii».")
    if message.sent_to == referral.link_to:
        where = _("Per leggerla e rispondere:\n%(link)s") % {"link": address_of(referral)}
    body = _(
        "Una richiesta al vostro servizio «%(service)s» aspetta ancora una risposta.\n\n"
        "%(where)s\n\nPer proteggere le persone questo messaggio non contiene altro.\n"
    ) % {"service": referral.service.name, "where": where}
    return Text(_("Una richiesta aspetta la vostra risposta"), body)


def address_of(referral: Referral) -> str:
    signed = links.sign(links.REFERRAL, referral.ambito_id, referral.pk, referral.link_serial)
    return links.absolute(reverse("access:referral_link", args=[signed]))


def _of(message: Message) -> Referral | None:
    rows = Referral.objects.by_link(message.object_id).select_related("service")
    return rows.first()


letters.add(Letter(key=MessageKind.REFERRAL, write=write_referral))
letters.add(Letter(key=MessageKind.REFERRAL_REMINDER, write=write_reminder))
