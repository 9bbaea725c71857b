"""Who was in charge on a day, of each year 30 June: how many, of how many residents, of which countries.

On a day, because that is how the municipalities print it; and in the middle of the year, because on
31 December half of the closures are only paper.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.cases.indicators.life import OF_CASES, followed_people
from prossimo.core.indicators import Counted, Measure, Tables, indicator

OF_EVERYBODY = ("neighbourhood", "sex", "age_band", "citizenship")
JUNE = (6, 30)
LIMITS = _("Conta la persona di cui la cartella si occupa, non tutta la sua famiglia.")


@indicator(
    key="cases.on_day",
    label=_("Persone in carico in un giorno"),
    question=_("Quante persone sono in carico a metà anno, o in un altro giorno?"),
    unit=_("persone"),
    definition=_(
        "Persone con una presa in carico avviata e non chiusa il 30 giugno, o nel giorno chiesto; "
        "sospese comprese. Chi è seguito in due aree conta una volta."
    ),
    limits=LIMITS,
    in_words=_("persone in carico"),
    grain=(*OF_CASES, "age_band", "sex", "citizenship"),
    reads=("in_charge",),
    on_day=JUNE,
)
def on_day(t: Tables) -> Counted:
    """Distinct persons with an open case on the day."""
    return Counted(rows=t["in_charge"], value=followed_people, people=followed_people)


@indicator(
    key="cases.of_residents",
    label=_("Residenti in carico"),
    question=_("Quanti residenti sono in carico ai servizi sociali, ogni cento?"),
    unit=_("%"),
    definition=_(
        "Persone in carico il 30 giugno, o nel giorno chiesto, ogni cento residenti alla fine dello "
        "stesso anno, nello stesso luogo."
    ),
    limits=_(
        "Gli anni di cui non ci sono ancora i residenti non compaiono; chi non ha un quartiere, "
        "un'età o una cittadinanza nella scheda conta nel totale e in nessuna delle sue parti."
    ),
    in_words=_("residenti in carico, ogni cento,"),
    grain=OF_EVERYBODY,
    reads=("in_charge", "residents"),
    on_day=JUNE,
    measure=Measure.SHARE,
)
def of_residents(t: Tables) -> Counted:
    """People in charge over the residents of the same place, age, sex and citizenship."""
    traits = ("year", *OF_EVERYBODY)
    lived = t["residents"]
    residents = lived.residents.cast("int64")
    known = t["in_charge"].semi_join(lived, "year").select("person", *traits).distinct()
    one = known.year.cast("int64") - known.year.cast("int64") + 1
    rows = known.select(*traits, met=one.cast("int64"), residents=(one - one).cast("int64")).union(
        lived.select(*traits, met=(residents - residents).cast("int64"), residents=residents)
    )
    return Counted(
        rows=rows,
        value=lambda rows: rows.residents.sum(),
        people=lambda rows: rows.met.sum(),
        part=lambda rows: rows.met.sum(),
        records=lambda rows: rows.met.sum(),
    )


def shared(rows: Any, trait: str, wanted: str) -> Counted:
    """The persons with a trait among those of whom it is known."""
    known = rows.filter(rows[trait].notnull())
    return Counted(
        rows=known,
        value=followed_people,
        people=followed_people,
        part=lambda rows: rows.person.nunique(where=rows[trait] == wanted),
    )


@indicator(
    key="cases.foreign_share",
    label=_("Persone in carico con cittadinanza estera"),
    question=_("Quante delle persone in carico sono cittadine straniere?"),
    unit=_("%"),
    definition=_(
        "Persone in carico il 30 giugno, o nel giorno chiesto, senza la cittadinanza italiana, ogni "
        "cento di quelle di cui si conosce la cittadinanza."
    ),
    limits=LIMITS,
    in_words=_("persone in carico con cittadinanza estera, ogni cento,"),
    grain=(*OF_CASES, "age_band", "sex"),
    reads=("in_charge",),
    on_day=JUNE,
    measure=Measure.SHARE,
)
def foreign_share(t: Tables) -> Counted:
    """Foreign citizens among the people in charge on the day."""
    return shared(t["in_charge"], "citizenship", "ES")


@indicator(
    key="cases.minors_share",
    label=_("Prese in carico con minorenni"),
    question=_("In quante prese in carico c'è almeno un minorenne?"),
    unit=_("%"),
    definition=_(
        "Persone in carico il 30 giugno nella cui cartella c'è, quel giorno, almeno una persona con "
        "meno di 18 anni (loro stesse comprese), ogni cento persone in carico."
    ),
    limits=_(
        "Conta chi è scritto nella cartella, non chi abita in casa. Si conosce solo per il 30 giugno: "
        "di giorno in giorno direbbe quando qualcuno compie diciotto anni."
    ),
    any_day=False,
    in_words=_("prese in carico con minorenni, ogni cento,"),
    grain=(*OF_CASES, "citizenship"),
    reads=("in_charge",),
    on_day=JUNE,
    measure=Measure.SHARE,
)
def minors_share(t: Tables) -> Counted:
    """Cases with a minor among those open on the day."""
    return shared(t["in_charge"], "with_minors", "yes")


@indicator(
    key="cases.silent",
    label=_("Persone in carico senza notizie"),
    question=_("Di quante persone in carico non si hanno notizie da due mesi?"),
    unit=_("persone"),
    definition=_(
        "Persone con una presa in carico aperta oggi, di cui nessuno ha scritto o sentito nulla da "
        "più di 60 giorni."
    ),
    limits=_("Si conosce solo per oggi: l'anno in corso."),
    in_words=_("persone in carico senza notizie da due mesi"),
    grain=OF_CASES,
    reads=("silent",),
    standing=True,
)
def silent(t: Tables) -> Counted:
    """Open cases of which nobody has heard."""
    return Counted(rows=t["silent"], value=followed_people, people=followed_people)
