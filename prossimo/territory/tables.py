"""The tables of territory, declared once for the screen and for every file."""

from django.utils.translation import gettext_lazy as _

from prossimo.core import tables
from prossimo.core.privacy import FieldClass
from prossimo.territory.models import Residents

T = FieldClass.TECHNICAL


class YearTable(tables.Table):
    year = tables.Text(of=Residents, order_by=None)
    residents = tables.Integer(grade=T, label=_("residenti"), order_by=None)
    foreign = tables.Integer(grade=T, label=_("con cittadinanza straniera"), order_by=None)
    foreign_share = tables.Decimal(grade=T, label=_("ogni 100"), places=1, order_by=None)

    caption = _("Residenti alla fine di ogni anno")
    empty_title = _("Nessun dato sui residenti")
    empty_text = _("Compaiono qui quando si carica il file dei residenti.")


class BandTable(tables.Table):
    label = tables.Text(grade=T, label=_("età"), order_by=None)
    women = tables.Integer(grade=T, label=_("femmine"), order_by=None)
    men = tables.Integer(grade=T, label=_("maschi"), order_by=None)

    caption = _("Residenti per età e sesso")
    empty_title = _("Nessun dato per età")


class PlaceTable(tables.Table):
    place = tables.Text(
        grade=T,
        label=_("luogo"),
        accessor="place__name",
        order_by=None,
        linkify=lambda record: record.url,
        attrs={"cell": {"class": "ui-main"}},
    )
    residents = tables.Integer(grade=T, label=_("residenti"), order_by=None)
    foreign = tables.Integer(grade=T, label=_("con cittadinanza straniera"), order_by=None)

    empty_title = _("Nessun luogo")
