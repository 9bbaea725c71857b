"""Indicators of the queue: how many took a ticket, how long they waited, who gave up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.indicators import Counted, Measure, Tables, indicator

OF_TICKETS = ("desk", "hour", "ticket_group", "arrived_by")
LIMITS = _(
    "Comprende solo gli sportelli con la coda a biglietti. Non conta i biglietti presi per errore, "
    "né il tempo di quelli che nessuno ha chiuso: attese di più di quattordici ore o finite con la "
    "giornata, colloqui di più di quattro ore. Dietro ogni biglietto si conta una persona."
)


def over(t: Tables) -> Any:
    """Tickets that are over, but for those taken by mistake."""
    tickets = t["ticket"]
    return tickets.filter(tickets.ending != "mistake")


def heads(rows: Any) -> Any:
    """People behind a group: one a ticket, since a ticket has no name."""
    return rows.ticket.nunique()


def timed(t: Tables, column: str, share: float) -> Counted:
    """How long at most, for that share of the tickets that have the time."""
    tickets = over(t)
    return Counted(
        rows=tickets.filter(tickets[column].notnull()),
        value=lambda rows: rows.count(),
        people=heads,
        shown=lambda rows: rows[column].quantile(share),
    )


@indicator(
    key="access.queue.tickets",
    label=_("Persone in coda"),
    question=_("Quante persone si sono messe in coda?"),
    unit=_("biglietti"),
    definition=_("Biglietti presi nell'anno e conclusi, serviti o andati via."),
    limits=LIMITS,
    in_words=_("biglietti"),
    grain=OF_TICKETS,
    reads=("ticket",),
)
def tickets(t: Tables) -> Counted:
    """Tickets that are over."""
    return Counted(rows=over(t), value=lambda rows: rows.count(), people=heads)


@indicator(
    key="access.queue.wait",
    label=_("Attesa allo sportello"),
    question=_("Quanto si aspetta prima di essere ricevuti?"),
    unit=_("minuti"),
    definition=_(
        "Attesa mediana: metà delle persone ha aspettato meno, metà di più. Sono i minuti fra quando "
        "la persona poteva essere chiamata (l'arrivo, o l'ora del suo appuntamento) e quando è stata "
        "ricevuta, oppure è andata via."
    ),
    limits=LIMITS,
    in_words=_("minuti di attesa, per metà delle persone,"),
    grain=OF_TICKETS,
    reads=("ticket",),
    measure=Measure.QUANTILE,
)
def wait(t: Tables) -> Counted:
    """The median wait."""
    return timed(t, "waited", 0.5)


@indicator(
    key="access.queue.wait_p90",
    label=_("Attesa più lunga allo sportello"),
    question=_("Quanto aspetta chi aspetta di più?"),
    unit=_("minuti"),
    definition=_(
        "Nove persone su dieci hanno aspettato meno, una di più. Sono i minuti fra quando "
        "la persona poteva essere chiamata (l'arrivo, o l'ora del suo appuntamento) e quando è stata "
        "ricevuta, oppure è andata via."
    ),
    limits=LIMITS,
    in_words=_("minuti di attesa, per nove persone su dieci,"),
    grain=OF_TICKETS,
    reads=("ticket",),
    measure=Measure.QUANTILE,
)
def wait_p90(t: Tables) -> Counted:
    """The wait that nine in ten do not exceed."""
    return timed(t, "waited", 0.9)


@indicator(
    key="access.queue.service",
    label=_("Tempo con l'operatore"),
    question=_("Quanto dura un colloquio allo sportello?"),
    unit=_("minuti"),
    definition=_(
        "Durata mediana: metà dei colloqui è stata più breve, metà più lunga. Sono i minuti fra quando "
        "la persona è stata ricevuta e quando ha finito."
    ),
    limits=LIMITS,
    in_words=_("minuti con l'operatore, per metà delle persone,"),
    grain=OF_TICKETS,
    reads=("ticket",),
    measure=Measure.QUANTILE,
)
def service(t: Tables) -> Counted:
    """The median time of service."""
    return timed(t, "served", 0.5)


@indicator(
    key="access.queue.service_p90",
    label=_("Colloqui più lunghi"),
    question=_("Quanto durano i colloqui più lunghi?"),
    unit=_("minuti"),
    definition=_(
        "Nove colloqui su dieci sono stati più brevi, uno più lungo. Sono i minuti fra quando "
        "la persona è stata ricevuta e quando ha finito."
    ),
    limits=LIMITS,
    in_words=_("minuti con l'operatore, per nove persone su dieci,"),
    grain=OF_TICKETS,
    reads=("ticket",),
    measure=Measure.QUANTILE,
)
def service_p90(t: Tables) -> Counted:
    """The service that nine in ten do not exceed."""
    return timed(t, "served", 0.9)


@indicator(
    key="access.queue.left",
    label=_("Chi va via senza essere ricevuto"),
    question=_("Quanti vanno via prima di essere ricevuti?"),
    unit=_("%"),
    definition=_(
        "Biglietti di chi è andato via senza essere ricevuto, perché l'ha detto, perché chiamato non "
        "c'era o perché lo sportello ha chiuso, ogni cento biglietti conclusi nell'anno."
    ),
    limits=LIMITS,
    in_words=_("persone andate via senza essere ricevute, ogni cento,"),
    grain=OF_TICKETS,
    reads=("ticket",),
    measure=Measure.SHARE,
)
def left(t: Tables) -> Counted:
    """Who gave up, over all tickets."""
    return Counted(
        rows=over(t),
        value=lambda rows: rows.count(),
        people=heads,
        part=lambda rows: (rows.ending == "left").sum(),
    )
