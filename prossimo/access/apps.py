"""Where Django meets this app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "prossimo.access"
    label = "access"

    def ready(self) -> None:
        # Each declares itself: topics of the outbox, places, cards, panels.
        import prossimo.access.notices.appointments
        import prossimo.access.notices.contacts
        import prossimo.access.notices.messages
        import prossimo.access.notices.referrals
        import prossimo.access.panels.agenda
        import prossimo.access.panels.contacts
        import prossimo.access.panels.outreach
        import prossimo.access.panels.queue
        import prossimo.access.panels.referrals
        import prossimo.access.panels.requests
        import prossimo.access.panels.rotas
        import prossimo.access.panels.supervision  # noqa: F401  (imported so that they declare)
