"""The catalogue as a list, declared once for the screen and for every file."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from prossimo.catalogue.models import Service
from prossimo.core import tables

FILES_ONLY = ("for_whom", "to_bring", "place", "hours", "email", "website")


class ServiceTable(tables.Table):
    name = tables.Text(of=Service, attrs={"cell": {"class": "ui-main"}})
    organisation = tables.Text(of=Service, order_by=("organisation__name", "name"))
    neighbourhood = tables.Text(of=Service, order_by=("neighbourhood__name", "name"))
    cost = tables.Choice(of=Service)
    asked_how = tables.Choice(of=Service)
    phone = tables.Text(of=Service)
    checked_on = tables.Day(of=Service)
    for_whom = tables.Text(of=Service, visible=False)
    to_bring = tables.Text(of=Service, visible=False)
    place = tables.Text(of=Service, visible=False)
    hours = tables.Text(of=Service, visible=False)
    email = tables.Text(of=Service, visible=False)
    website = tables.Text(of=Service, visible=False)

    caption = _("I servizi dell'Ambito")
    empty_title = _("Nessun servizio con queste parole")
    empty_text = _("Prova con meno parole, o con quelle che usa la persona.")

    def render_name(self, record: Service) -> SafeString:
        url = reverse("catalogue:service", args=[record.pk])
        more = format_html('<span class="ui-soft"> {}</span>', record.summary)
        return format_html('<a href="{}">{}</a>{}', url, record.name, more)

    def for_files(self) -> "ServiceTable":
        """Those columns too that a screen has no room for."""
        for name in FILES_ONLY:
            self.columns.show(name)
        return self
