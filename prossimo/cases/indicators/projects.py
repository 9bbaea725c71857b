"""Indicators of what comes of cases: goals by theme, time to a signed pact, passing of hands."""

from django.utils.translation import gettext_lazy as _

from prossimo.cases.indicators.life import OF_CASES, followed_people, typical
from prossimo.core.indicators import Counted, Measure, Tables, indicator


@indicator(
    key="cases.contact.days",
    label=_("Giorni dal primo contatto alla presa in carico"),
    question=_("Quanti giorni passano fra il primo contatto e la presa in carico?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra il primo contatto allo sportello nei dodici mesi prima della presa "
        "in carico e la presa in carico: metà delle persone ne ha aspettati meno, metà di più."
    ),
    limits=_("Non comprende chi è arrivato senza passare da uno sportello."),
    in_words=_("giorni dal primo contatto alla presa in carico, per metà delle persone,"),
    grain=OF_CASES,
    reads=("taken",),
    measure=Measure.QUANTILE,
)
def contact_days(t: Tables) -> Counted:
    """Median days from the first contact of the year before."""
    return typical(t["taken"], "from_contact")


@indicator(
    key="cases.pact.days",
    label=_("Giorni dalla presa in carico al progetto firmato"),
    question=_("Quanti giorni passano fra la presa in carico e il progetto firmato?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra la presa in carico e la prima firma di un suo progetto o patto, "
        "delle prese in carico avviate nell'anno: metà ne ha aspettati meno, metà di più."
    ),
    limits=_("Le prese in carico senza ancora un progetto firmato non pesano."),
    in_words=_("giorni dalla presa in carico al progetto firmato, per metà delle persone,"),
    grain=OF_CASES,
    reads=("taken",),
    measure=Measure.QUANTILE,
)
def pact_days(t: Tables) -> Counted:
    """Median days to the first signed project."""
    return typical(t["taken"], "to_sign")


@indicator(
    key="cases.goals",
    label=_("Obiettivi verificati"),
    question=_("Che cosa ne è degli obiettivi?"),
    unit=_("obiettivi"),
    definition=_(
        "Obiettivi dei progetti per i quali nell'anno è stato scritto come è andata: raggiunti, "
        "raggiunti in parte, non raggiunti. Un obiettivo che passa da una versione del progetto "
        "alla seguente conta una volta."
    ),
    limits=_("È il giudizio di chi segue la persona, con ciò che lo dimostra."),
    in_words=_("obiettivi verificati"),
    grain=("goal_theme", "goal_state", *OF_CASES),
    reads=("goal",),
)
def goals(t: Tables) -> Counted:
    """Goals of which it was said in the year how they went."""
    return Counted(rows=t["goal"], value=lambda rows: rows.count(), people=followed_people)


@indicator(
    key="cases.goals.reached",
    label=_("Obiettivi raggiunti"),
    question=_("Quanti obiettivi si raggiungono, e su quali temi?"),
    unit=_("%"),
    definition=_("Obiettivi raggiunti del tutto, ogni cento di quelli verificati nell'anno."),
    limits=_("È il giudizio di chi segue la persona, con ciò che lo dimostra."),
    in_words=_("obiettivi raggiunti, ogni cento,"),
    grain=("goal_theme", *OF_CASES),
    reads=("goal",),
    measure=Measure.SHARE,
)
def goals_reached(t: Tables) -> Counted:
    """Goals reached among those that were looked at."""
    return Counted(
        rows=t["goal"],
        value=lambda rows: rows.count(),
        people=followed_people,
        part=lambda rows: (rows.goal_state == "reached").sum(),
    )


@indicator(
    key="cases.handed",
    label=_("Passaggi di mano"),
    question=_("Quante volte cambia chi segue una persona?"),
    unit=_("passaggi"),
    definition=_(
        "Volte in cui, nell'anno, una presa in carico è passata da un assistente sociale a un altro."
    ),
    limits=_("Non dice perché: ferie, trasferimenti, un altro servizio."),
    in_words=_("passaggi di mano"),
    grain=OF_CASES,
    reads=("handed",),
)
def handed(t: Tables) -> Counted:
    """Assignments of cases that somebody had already."""
    return Counted(rows=t["handed"], value=lambda rows: rows.count(), people=followed_people)
