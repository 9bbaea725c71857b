"""Who works in a co-designed service as a table, declared once for the screen and for every file."""

from django.utils.translation import gettext_lazy

from prossimo.cases.models import Assigned
from prossimo.core import tables


class AssignedTable(tables.Table):
    """For which body, who or how many, in what, where."""

    organisation = tables.Text(of=Assigned, accessor="organisation__name")
    name = tables.Text(of=Assigned)
    kind = tables.Choice(of=Assigned)
    number = tables.Integer(of=Assigned)
    activity = tables.Text(of=Assigned, accessor="activity__name")
    place = tables.Text(of=Assigned, accessor="place__name")

    empty_title = gettext_lazy("Nessuno è ancora assegnato")
    empty_text = gettext_lazy("Si aggiungono operatori per nome e volontari per numero.")
