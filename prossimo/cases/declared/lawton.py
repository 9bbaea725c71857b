"""Lawton scale of instrumental activities of daily living: eight items, each worth one or nothing.

Options as published; those that SISO leaves out (the fourth of the house, the second of money) stay.
Lawton published no bands: what is told is how many functions are kept and how many are lost.
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from prossimo.cases.declared import scales
from prossimo.cases.scoring import Convention, Item, Option, Scale


def _item(key: str, label: object, *options: tuple[int, object]) -> Item:
    return Item(
        key,
        label,
        tuple(Option(str(n), points, said) for n, (points, said) in enumerate(options, 1)),
    )


LAWTON = scales.add(
    Scale(
        key="lawton",
        order=20,
        label=_("Lawton IADL"),
        edition="1969",
        since=dt.date(1969, 1, 1),
        publication="M.P. Lawton, E.M. Brody, «Assessment of older people: self-maintaining and "
        "instrumental activities of daily living», The Gerontologist 9 (1969)",
        what=_("Otto attività strumentali: quelle che servono per vivere a casa propria."),
        unit=_("funzioni"),
        both=True,
        items=(
            _item(
                "telephone", _("Usare il telefono"),
                (1, _("lo usa di propria iniziativa: cerca e compone i numeri")),
                (1, _("compone pochi numeri ben conosciuti")),
                (1, _("risponde, ma non chiama")),
                (0, _("non lo usa")),
            ),
            _item(
                "shopping", _("Fare acquisti"),
                (1, _("fa tutta la spesa da sé")),
                (0, _("fa da sé solo piccoli acquisti")),
                (0, _("ha bisogno di essere accompagnato")),
                (0, _("non è in grado")),
            ),
            _item(
                "food", _("Preparare i pasti"),
                (1, _("pensa, prepara e serve pasti adeguati")),
                (0, _("prepara pasti adeguati se ha gli ingredienti")),
                (0, _("scalda e serve pasti già pronti, o prepara ma non in modo adeguato")),
                (0, _("ha bisogno che i pasti siano preparati e serviti")),
            ),
            _item(
                "house", _("Curare la casa"),
                (1, _("la cura da sé, o con aiuto per i lavori pesanti")),
                (1, _("fa i lavori leggeri: piatti, letto")),
                (1, _("fa i lavori leggeri, ma la pulizia non basta")),
                (1, _("ha bisogno di aiuto in ogni lavoro")),
                (0, _("non partecipa a nessun lavoro")),
            ),
            _item(
                "laundry", _("Fare il bucato"),
                (1, _("lava tutta la propria biancheria")),
                (1, _("lava le piccole cose")),
                (0, _("tutta la biancheria è lavata da altri")),
            ),
            _item(
                "transport", _("Spostarsi con i mezzi"),
                (1, _("usa i mezzi pubblici o guida da sé")),
                (1, _("si organizza con il taxi, ma non usa i mezzi pubblici")),
                (1, _("usa i mezzi pubblici se accompagnato")),
                (0, _("solo in taxi o in auto, con l'aiuto di qualcuno")),
                (0, _("non si sposta affatto")),
            ),
            _item(
                "medicine", _("Prendere i farmaci"),
                (1, _("li prende da sé, dosi e ore giuste")),
                (0, _("li prende da sé se sono già preparati in dosi separate")),
                (0, _("non è in grado di prenderli da sé")),
            ),
            _item(
                "money", _("Maneggiare il denaro"),
                (1, _("gestisce le proprie finanze da sé")),
                (1, _("gestisce le spese di ogni giorno, con aiuto per banca e acquisti maggiori")),
                (0, _("non è in grado di maneggiare denaro")),
            ),
        ),
        conventions=(
            Convention("eight", _("otto voci")),
            Convention(
                "five",
                _("cinque voci (uso storico per gli uomini: senza pasti, casa e bucato)"),
                leaves_out=frozenset({"food", "house", "laundry"}),
            ),
        ),
    )
)  # fmt: skip
