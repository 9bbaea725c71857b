"""Where Django meets this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "prossimo.accounts"
    label = "accounts"

    def ready(self) -> None:
        from prossimo.accounts.grants import write_grants

        post_migrate.connect(write_grants, sender=self)
        import prossimo.accounts.notices
        import prossimo.accounts.receivers  # noqa: F401  (they declare themselves)
