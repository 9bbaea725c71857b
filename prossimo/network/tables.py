"""The list of organisations, declared once for the screen and for every file."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.core import tables
from prossimo.network.models import Organisation


class OrganisationTable(tables.Table):
    name = tables.Text(
        of=Organisation,
        linkify=lambda record: reverse("network:organisation", args=[record.pk]),
        attrs={"cell": {"class": "ui-main"}},
    )
    kind = tables.Choice(of=Organisation)
    phone = tables.Text(of=Organisation)
    email = tables.Text(of=Organisation)
    tax_code = tables.Text(of=Organisation)
    active = tables.YesNo(of=Organisation)

    caption = _("Le organizzazioni dell'Ambito")
    empty_title = _("Nessuna organizzazione")
    empty_text = _("Qui compaiono cooperative, associazioni, parrocchie e scuole del territorio.")

    class Meta:
        order_by = "name"
