"""A service laid out to be read: the facts of its page, and the sheet that is handed over."""

from django.utils.translation import gettext as _

from prossimo.accounts.choices import UserArea
from prossimo.catalogue.models import Service
from prossimo.core import pdf, wording
from prossimo.ui.parts import Fact


def service_facts(service: Service) -> list[Fact]:
    """For whom, what it costs, where and when, what to bring, how it is asked for."""
    areas = ", ".join(str(UserArea(area).label) for area in service.user_areas)
    needs = ", ".join(need.label for need in service.needs.all())
    cost = " – ".join(filter(None, [str(service.get_cost_display()), service.cost_note]))
    where = ", ".join(filter(None, [service.place, str(service.neighbourhood or "")]))
    facts = [
        Fact(_("Chi lo offre"), str(service.organisation)),
        Fact(_("Per chi è"), service.for_whom),
        Fact(_("Quanto costa"), cost),
        Fact(_("Come si ottiene"), str(service.get_asked_how_display())),
        Fact(_("Quando"), service.hours),
        Fact(_("Dove"), where),
        Fact(_("Che cosa portare"), service.to_bring),
        Fact(_("Telefono"), service.phone),
        Fact(_("Posta elettronica"), service.email),
        Fact(_("Sito"), service.website),
        Fact(_("Bisogni a cui risponde"), needs, wide=True),
        Fact(_("Di chi si occupa"), areas, wide=True),
        Fact(_("Posti"), service.places if service.places is not None else ""),
        Fact(_("Ultimo giorno"), wording.day(service.last_on) if service.last_on else ""),
    ]
    return [fact for fact in facts if fact.value != ""]


def verified(service: Service) -> str:
    if service.checked_on is None:
        return _("Non ancora verificato.")
    return _("Verificato il %(day)s.") % {"day": wording.day(service.checked_on)}


def service_sheet(service: Service) -> pdf.Sheet:
    """The page of a service on paper, for the person who goes there."""
    facts = [(fact.label, fact.value) for fact in service_facts(service)]
    sections = [pdf.Section(_("Il servizio"), facts=facts)]
    if service.description:
        sections.append(pdf.Section(_("Che cosa offre"), paragraphs=[service.description]))
    return pdf.Sheet(
        title=service.name,
        subtitle=service.summary or str(service.organisation),
        notes=[verified(service)],
        sections=sections,
    )
