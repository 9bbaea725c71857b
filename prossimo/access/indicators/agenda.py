"""Indicators of appointments and rotas: how far ahead, who does not come, which hours are covered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.indicators import Counted, Measure, Tables, indicator

OF_APPOINTMENTS = ("desk", "booked_by", "mode")


def heads(rows: Any) -> Any:
    """People behind a group: the known ones once, each appointment without a file as one."""
    return rows.person.nunique() + rows.person.isnull().sum()


@indicator(
    key="access.appointments",
    label=_("Appuntamenti"),
    question=_("Quanti appuntamenti ci sono stati, e come sono finiti?"),
    unit=_("appuntamenti"),
    definition=_("Appuntamenti presi per un giorno dell'anno, annullati compresi."),
    limits=_("Chi sposta un appuntamento ne ha uno solo. Non comprende quelli mai confermati."),
    in_words=_("appuntamenti"),
    grain=("ending", *OF_APPOINTMENTS),
    reads=("appointment",),
)
def appointments(t: Tables) -> Counted:
    """Appointments of the year."""
    return Counted(rows=t["appointment"], value=lambda rows: rows.count(), people=heads)


@indicator(
    key="access.appointments.no_show",
    label=_("Appuntamenti mancati"),
    question=_("Quanti non si presentano all'appuntamento?"),
    unit=_("%"),
    definition=_(
        "Appuntamenti ai quali la persona non si è presentata, ogni cento di quelli arrivati al loro "
        "giorno (svolti o mancati)."
    ),
    limits=_("Non dice perché la persona manca: dimenticanza, paura, lavoro, trasporti."),
    in_words=_("appuntamenti mancati, ogni cento,"),
    grain=OF_APPOINTMENTS,
    reads=("appointment",),
    measure=Measure.SHARE,
)
def no_show(t: Tables) -> Counted:
    """Missed over kept and missed."""
    appointments = t["appointment"]
    return Counted(
        rows=appointments.filter(appointments.ending.isin(["kept", "no_show"])),
        value=lambda rows: rows.count(),
        people=heads,
        part=lambda rows: (rows.ending == "no_show").sum(),
    )


@indicator(
    key="access.appointments.ahead",
    label=_("Giorni per avere un appuntamento"),
    question=_("Quanti giorni passano fra la prenotazione e l'appuntamento?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra quando l'appuntamento è stato preso e il suo giorno: metà delle "
        "persone ne ha aspettati meno, metà di più."
    ),
    limits=_("Comprende chi ha scelto di venire più tardi del primo posto libero."),
    in_words=_("giorni per un appuntamento, per metà delle persone,"),
    grain=OF_APPOINTMENTS,
    reads=("appointment",),
    measure=Measure.QUANTILE,
)
def ahead(t: Tables) -> Counted:
    """Median days from the booking to the day."""
    appointments = t["appointment"]
    return Counted(
        rows=appointments.filter(appointments.ending != "cancelled"),
        value=lambda rows: rows.count(),
        people=heads,
        shown=lambda rows: rows.ahead.quantile(0.5),
    )


@indicator(
    key="access.rota.coverage",
    label=_("Turni coperti"),
    question=_("Gli sportelli hanno sempre qualcuno?"),
    unit=_("%"),
    definition=_(
        "Minuti di turno con qualcuno allo sportello, ogni cento minuti di turno previsti "
        "nell'anno fino a oggi. I turni annullati non contano."
    ),
    limits=_("Un turno svolto da chi sostituisce è coperto. Conta solo gli sportelli con i turni."),
    in_words=_("minuti di turno coperti, ogni cento,"),
    grain=("desk",),
    reads=("shift",),
    measure=Measure.SHARE,
    min_cell=1,  # hours of opening are nobody's personal data
)
def coverage(t: Tables) -> Counted:
    """Minutes covered over minutes due."""
    return Counted(
        rows=t["shift"],
        value=lambda rows: rows.due.cast("int64").sum(),
        people=lambda rows: rows.count(),
        part=lambda rows: rows.covered.cast("int64").sum(),
        records=lambda rows: rows.count(),
    )


@indicator(
    key="access.points.residents",
    label=_("Residenti serviti dal Punto per Te"),
    question=_("Quanti residenti hanno un Punto per Te nel quartiere?"),
    unit=_("residenti"),
    definition=_(
        "Residenti dei quartieri nei quali un Punto per Te era aperto nell'anno, secondo l'ultimo "
        "anno di residenti caricato. Un quartiere con due sportelli conta una volta."
    ),
    limits=_("Avere uno sportello nel quartiere non vuol dire conoscerlo."),
    in_words=_("residenti serviti"),
    grain=("neighbourhood",),
    reads=("point",),
    standing=True,
)
def residents_served(t: Tables) -> Counted:
    """Residents of the neighbourhoods with a desk, each neighbourhood once."""
    points = t["point"]
    served = points.filter(points.residents.notnull())
    rows = served.select("year", "neighbourhood", "residents").distinct()
    return Counted(
        rows=rows,
        value=lambda rows: rows.residents.cast("int64").sum(),
        people=lambda rows: rows.residents.cast("int64").sum(),
    )


@indicator(
    key="access.points.hours",
    label=_("Ore settimanali del Punto per Te"),
    question=_("Quanto è aperto il Punto per Te?"),
    unit=_("minuti alla settimana"),
    definition=_("Minuti di apertura alla settimana dei Punti per Te aperti nell'anno."),
    limits=_("Sono gli orari scritti oggi nella scheda dello sportello."),
    in_words=_("minuti di apertura alla settimana"),
    grain=("desk", "neighbourhood"),
    reads=("point",),
    min_cell=1,  # hours of opening are nobody's personal data
    standing=True,
)
def weekly_minutes(t: Tables) -> Counted:
    """Weekly minutes of the Punti per Te."""
    points = t["point"]
    return Counted(
        rows=points.filter(points.weekly.notnull()),
        value=lambda rows: rows.weekly.cast("int64").sum(),
        people=lambda rows: rows.count(),
        records=lambda rows: rows.count(),
    )
