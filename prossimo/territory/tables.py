"""The tables of territory, declared once for the screen and for every file."""

from django.utils.translation import gettext_lazy as _

from prossimo.core import tables
from prossimo.core.privacy import FieldClass
from prossimo.territory.models import Residents

T = FieldClass.TECHNICAL


class YearTable(tables.Table):
    year = tables.Text(of=Residents, orderable=False)
    residents = tables.Integer(grade=T, label=_("residenti"), orderable=False)
    foreign = tables.Integer(grade=T, label=_("con cittadinanza straniera"), orderable=False)
    foreign_share = tables.Decimal(grade=T, label=_("ogni 100"), places=1, orderable=False)

    caption = _("Residenti alla fine di ogni anno")
    empty_title = _("Nessun dato sui residenti")
    empty_text = _("Compaiono qui quando si carica il file dei residenti.")


class BandTable(tables.Table):
    label = tables.Text(grade=T, label=_("età"), orderable=False)
    women = tables.Integer(grade=T, label=_("femmine"), orderable=False)
    men = tables.Integer(grade=T, label=_("maschi"), orderable=False)

    caption = _("Residenti per età e sesso")
    empty_title = _("Nessun dato per età")


class PlaceTable(tables.Table):
    place = tables.Text(
        grade=T,
        label=_("luogo"),
        accessor="place__name",
        orderable=False,
        linkify=lambda record: record.url,
        attrs={"cell": {"class": "ui-main"}},
    )
    residents = tables.Integer(grade=T, label=_("residenti"), orderable=False)
    foreign = tables.Integer(grade=T, label=_("con cittadinanza straniera"), orderable=False)

    empty_title = _("Nessun luogo")
