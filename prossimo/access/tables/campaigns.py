"""The log of campaigns, declared once for the screen and for every file."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from prossimo.access.models import Campaign
from prossimo.core import tables


class CampaignTable(tables.Table):
    """What was done so that people know where to knock."""

    held_on = tables.Day(of=Campaign)
    title = tables.Text(
        of=Campaign,
        linkify=lambda record: reverse("access:campaign_edit", args=[record.pk]),
        attrs={"cell": {"class": "ui-main"}},
    )
    kind = tables.Choice(of=Campaign)
    place = tables.Text(of=Campaign)
    neighbourhood = tables.Text(of=Campaign, order_by=("neighbourhood__name", "-held_on"))
    desk = tables.Text(of=Campaign, order_by=("desk__name", "-held_on"), visible=False)
    copies = tables.Integer(of=Campaign)
    reached = tables.Integer(of=Campaign)
    is_estimate = tables.YesNo(of=Campaign, visible=False)
    organisation = tables.Text(of=Campaign, visible=False)
    note = tables.Text(of=Campaign, visible=False)

    caption = _("Le iniziative di comunicazione")
    empty_title = _("Nessuna iniziativa con questi filtri")
    empty_text = _("Qui si annotano volantini, incontri e lettere, con quante persone raggiungono.")

    class Meta:
        order_by = "-held_on"

    def for_files(self) -> "CampaignTable":
        for name in ("desk", "is_estimate", "organisation", "note"):
            if name in self.columns:
                self.columns.show(name)
        return self
