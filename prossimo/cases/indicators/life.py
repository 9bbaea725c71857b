"""Indicators of cases: who is followed, what is taken in charge, how it ends and after how long."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.indicators import Counted, Measure, Tables, indicator

OF_CASES = ("user_area", "intensity", "neighbourhood")


def followed_people(rows: Any) -> Any:
    return rows.person.nunique()


def typical(rows: Any, column: str) -> Counted:
    """The median days of the cases that have them."""
    return Counted(
        rows=rows.filter(rows[column].notnull()),
        value=lambda rows: rows.count(),
        people=followed_people,
        shown=lambda rows: rows[column].quantile(0.5),
    )


@indicator(
    key="cases.followed",
    label=_("Persone in carico"),
    question=_("Quante persone sono in carico ai servizi sociali?"),
    unit=_("persone"),
    definition=_(
        "Persone con una presa in carico avviata e non chiusa alla fine dell'anno (oggi, per l'anno "
        "in corso), o nel giorno chiesto; sospese comprese. Chi è seguito in due aree conta una volta."
    ),
    limits=_("Conta la persona di cui la cartella si occupa, non tutta la sua famiglia."),
    in_words=_("persone in carico"),
    grain=(*OF_CASES, "age_band", "sex", "citizenship"),
    reads=("in_charge",),
    standing=True,
    on_day=(12, 31),
)
def followed(t: Tables) -> Counted:
    """Distinct persons with an open case on the day."""
    return Counted(rows=t["in_charge"], value=followed_people, people=followed_people)


@indicator(
    key="cases.taken",
    label=_("Prese in carico avviate"),
    question=_("Quante prese in carico cominciano?"),
    unit=_("prese in carico"),
    definition=_("Prese in carico avviate nell'anno, qualunque sia il loro stato di oggi."),
    limits=_("Chi viene preso in carico di nuovo dopo una chiusura conta ogni volta."),
    in_words=_("prese in carico avviate"),
    grain=OF_CASES,
    reads=("taken",),
)
def taken(t: Tables) -> Counted:
    """Cases taken in charge in the year."""
    return Counted(rows=t["taken"], value=lambda rows: rows.count(), people=followed_people)


@indicator(
    key="cases.taken.days",
    label=_("Giorni per essere presi in carico"),
    question=_("Quanti giorni passano fra la segnalazione e la presa in carico?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra la segnalazione e la presa in carico: metà delle persone ne ha "
        "aspettati meno, metà di più."
    ),
    limits=_("Comprende solo chi è stato preso in carico: chi aspetta ancora non pesa."),
    in_words=_("giorni per essere presi in carico, per metà delle persone,"),
    grain=OF_CASES,
    reads=("taken",),
    measure=Measure.QUANTILE,
)
def taken_days(t: Tables) -> Counted:
    """Median days from the report."""
    return typical(t["taken"], "to_take")


@indicator(
    key="cases.closed",
    label=_("Prese in carico chiuse"),
    question=_("Quante prese in carico si chiudono, e come?"),
    unit=_("prese in carico"),
    definition=_("Prese in carico chiuse nell'anno, con l'esito scritto da chi le seguiva."),
    limits=_("L'esito è il giudizio di chi segue la persona."),
    in_words=_("prese in carico chiuse"),
    grain=("case_outcome", *OF_CASES),
    reads=("closed",),
)
def closed(t: Tables) -> Counted:
    """Cases closed in the year."""
    return Counted(rows=t["closed"], value=lambda rows: rows.count(), people=followed_people)


@indicator(
    key="cases.closed.days",
    label=_("Durata delle prese in carico"),
    question=_("Quanto dura una presa in carico?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra la presa in carico e la chiusura, di quelle chiuse nell'anno: metà è "
        "durata meno, metà di più."
    ),
    limits=_("Le prese in carico che durano ancora non pesano."),
    in_words=_("giorni di durata, per metà delle prese in carico,"),
    grain=("case_outcome", *OF_CASES),
    reads=("closed",),
    measure=Measure.QUANTILE,
)
def closed_days(t: Tables) -> Counted:
    """Median days from the beginning to the end."""
    return typical(t["closed"], "lasted")
