"""Mails: they say that there is news, and never what it is."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.models import User
from prossimo.accounts.outbox import NEWS
from prossimo.core.events import Topic, topics


def send_news(user_id: str) -> None:
    """«C'è una novità, entra»: no name, no subject, no link to be imitated."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    with translation.override(user.language):
        send_mail(
            _("Prossimo: c'è una novità"),
            _(
                "C'è una novità per te in Prossimo. Entra dal solito indirizzo per leggerla.\n\n"
                "Per proteggere le persone questo messaggio non contiene altro, nemmeno "
                "collegamenti.\n"
            ),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )


topics.add(Topic(key=NEWS, label=gettext_lazy("avviso di novità per posta"), handle=send_news))
