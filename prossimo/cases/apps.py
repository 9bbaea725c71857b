"""Where Django meets this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "prossimo.cases"
    label = "cases"

    def ready(self) -> None:
        # Each declares itself.
        import prossimo.cases.panels.around
        import prossimo.cases.panels.house
        import prossimo.cases.panels.paper
        import prossimo.cases.panels.papers
        import prossimo.cases.panels.protection
        import prossimo.cases.panels.reaching
        import prossimo.cases.panels.sheet
        import prossimo.cases.panels.story
        import prossimo.cases.sight  # noqa: F401
