"""Where Django meets this app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "prossimo.cases"
    label = "cases"

    def ready(self) -> None:
        from prossimo.cases.fences import fence_glass

        post_migrate.connect(fence_glass, sender=self)
        # Each declares itself.
        import prossimo.cases.notices
        import prossimo.cases.panels.analysis
        import prossimo.cases.panels.around
        import prossimo.cases.panels.copies
        import prossimo.cases.panels.glass
        import prossimo.cases.panels.handling
        import prossimo.cases.panels.house
        import prossimo.cases.panels.household
        import prossimo.cases.panels.joint
        import prossimo.cases.panels.late
        import prossimo.cases.panels.meetings
        import prossimo.cases.panels.mentions
        import prossimo.cases.panels.note_access
        import prossimo.cases.panels.paper
        import prossimo.cases.panels.papers
        import prossimo.cases.panels.plan
        import prossimo.cases.panels.protection
        import prossimo.cases.panels.protection_paper
        import prossimo.cases.panels.reaching
        import prossimo.cases.panels.retention
        import prossimo.cases.panels.sheet
        import prossimo.cases.panels.story
        import prossimo.cases.sight  # noqa: F401 (all of them, for what they register)
