"""Where Django meets this app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ObservatoryConfig(AppConfig):
    name = "prossimo.observatory"
    label = "observatory"

    def ready(self) -> None:
        import prossimo.observatory.panels
        import prossimo.observatory.places  # noqa: F401  (they declare themselves)

        # Each app declares its own facts and indicators; here they are only gathered.
        autodiscover_modules("facts")
        autodiscover_modules("indicators")
