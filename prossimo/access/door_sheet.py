"""The sheet that hangs on a desk's door: its name, the code for telephones, the hours."""

import datetime as dt

import segno
from django.utils.translation import gettext as _

from prossimo.access.choices import Weekday
from prossimo.access.models import Desk
from prossimo.access.queries.desks import openings_of
from prossimo.core import pdf


def door_sheet(desk: Desk, address: str) -> pdf.Poster:
    """The address is short, so that it can be typed and its code is read from afar."""
    drawn = segno.make(address, error="m").svg_inline(scale=8, border=2, dark="#000", light="#fff")
    facts = [*hours_in_words(desk), (_("Telefono"), desk.phone)]
    return pdf.Poster(
        title=desk.name,
        subtitle=desk.place,
        call=_("Prendi il biglietto con il telefono"),
        code=drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        code_says=_("Codice QR che porta alla pagina dei biglietti: %(address)s")
        % {"address": address},
        steps=[
            _("1. Inquadra il codice con la fotocamera."),
            _("2. Scegli per che cosa sei qui: il nome non serve."),
            _("3. Aspetta dove vuoi: la pagina ti dice quando tocca a te."),
        ],
        address_says=_("Oppure scrivi questo indirizzo:"),
        address=address.removeprefix("https://").removeprefix("http://"),
        notes=[
            _("Hai un appuntamento? Nella stessa pagina premi «Ho un appuntamento» e scrivi il "
              "codice che hai ricevuto."),
            _("Senza telefono: prendi il biglietto al totem o chiedi a chi ti accoglie."),
        ],
        facts_title=_("Quando è aperto"),
        facts=[(label, value) for label, value in facts if value],
    )  # fmt: skip


def hours_in_words(desk: Desk) -> list[tuple[str, str]]:
    """Day by day, the hours of a day on one line."""
    days: dict[int, list[tuple[dt.time, dt.time]]] = {}
    for weekday, opens, closes in openings_of(desk):
        days.setdefault(weekday, []).append((opens, closes))
    return [
        (
            str(Weekday(day).label).capitalize(),
            ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in sorted(days[day])),
        )
        for day in sorted(days)
    ]
