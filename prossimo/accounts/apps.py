"""Where Django meets this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "prossimo.accounts"
    label = "accounts"

    def ready(self) -> None:
        from prossimo.accounts import journal, policies
        from prossimo.accounts.choices import Action
        from prossimo.accounts.grants import write_grants
        from prossimo.accounts.rules import Right
        from prossimo.core import gate

        gate.install(
            may=lambda actor, right: policies.may(actor, Right(right)),
            note=lambda action, kind, pk: journal.note(Action(action), kind, pk),
        )

        post_migrate.connect(write_grants, sender=self)
        import prossimo.accounts.notices
        import prossimo.accounts.panels
        import prossimo.accounts.places
        import prossimo.accounts.receivers  # noqa: F401  (they declare themselves)
