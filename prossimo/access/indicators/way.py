"""Indicators of the way onward: requests, their outcome, how far a contact goes, referrals, gaps."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.access.indicators.agenda import heads
from prossimo.access.indicators.contacts import everybody
from prossimo.core.indicators import Counted, Measure, Tables, indicator

OF_REQUESTS = ("urgency", "desk", "neighbourhood", "target_group")
OF_REFERRALS = ("service", "desk", "neighbourhood")


def typical(rows: Any, column: str, people: Any = heads) -> Counted:
    """The median days of the rows that have them."""
    return Counted(
        rows=rows.filter(rows[column].notnull()),
        value=lambda rows: rows.count(),
        people=people,
        shown=lambda rows: rows[column].quantile(0.5),
    )


@indicator(
    key="access.requests",
    label=_("Richieste al segretariato sociale"),
    question=_("Quante richieste arrivano al segretariato, e come finiscono?"),
    unit=_("richieste"),
    definition=_("Richieste ricevute dal segretariato sociale nell'anno, con lo stato di oggi."),
    limits=_("Una persona che torna per un'altra richiesta conta ogni volta."),
    in_words=_("richieste al segretariato"),
    grain=("request_outcome", *OF_REQUESTS),
    reads=("orientation",),
)
def requests(t: Tables) -> Counted:
    """Requests received."""
    return Counted(rows=t["orientation"], value=lambda rows: rows.count(), people=heads)


@indicator(
    key="access.requests.days",
    label=_("Giorni per una risposta del segretariato"),
    question=_("In quanti giorni il segretariato risponde?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra l'arrivo della richiesta e il suo esito: metà delle richieste ne "
        "ha chiesti meno, metà di più."
    ),
    limits=_("Comprende solo le richieste concluse: quelle ferme da molto non pesano ancora."),
    in_words=_("giorni per una risposta, per metà delle richieste,"),
    grain=("request_outcome", *OF_REQUESTS),
    reads=("orientation",),
    measure=Measure.QUANTILE,
)
def requests_days(t: Tables) -> Counted:
    """Median days to the outcome."""
    return typical(t["orientation"], "to_decide")


@indicator(
    key="access.chain",
    label=_("Fin dove arriva chi bussa"),
    question=_("Quanti di quelli che bussano arrivano a un servizio?"),
    unit=_("contatti"),
    definition=_(
        "Contatti dell'anno per le tappe che hanno raggiunto fino a oggi: ascoltati, inviati al "
        "segretariato, presi in mano, con una risposta, con un servizio avviato (per un invio o una "
        "prestazione diretta), presi in carico. Un contatto conta in ogni tappa raggiunta."
    ),
    limits=_(
        "I contatti degli ultimi mesi possono ancora andare avanti. Chi trova risposta già allo "
        "sportello non ha bisogno delle tappe che seguono."
    ),
    in_words=_("contatti"),
    grain=("stage", "desk", "neighbourhood", "target_group"),
    reads=("contact", "contact_stage"),
)
def chain(t: Tables) -> Counted:
    """Contacts by the stages they reached."""
    return Counted(rows=t["contact"], value=lambda rows: rows.contact.nunique(), people=everybody)


@indicator(
    key="access.chain.days",
    label=_("Giorni fra il contatto e ogni tappa"),
    question=_("Quanto passa fra quando si bussa e quando si riceve?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra il contatto e la tappa raggiunta: metà dei contatti ne ha chiesti "
        "meno, metà di più."
    ),
    limits=_("Comprende solo i contatti che la tappa l'hanno raggiunta."),
    in_words=_("giorni fra il contatto e le tappe che seguono, per metà dei contatti,"),
    grain=("reached",),
    reads=("contact_stage",),
    measure=Measure.QUANTILE,
)
def chain_days(t: Tables) -> Counted:
    """Median days from the contact to each later stage."""
    stages = t["contact_stage"]
    rows = stages.filter(stages.stage != "heard").rename(reached="stage")
    return typical(rows, "days", people=lambda rows: rows.contact.nunique())


@indicator(
    key="access.referrals",
    label=_("Invii ai servizi"),
    question=_("Quante persone sono inviate a un servizio, e che cosa ne viene?"),
    unit=_("invii"),
    definition=_("Invii dell'anno a un servizio di qualunque ente, con lo stato di oggi."),
    limits=_("Un servizio che non risponde lascia l'invio fermo: non vuol dire rifiutato."),
    in_words=_("invii"),
    grain=("referral_outcome", "refused_why", *OF_REFERRALS),
    reads=("referral",),
)
def referrals(t: Tables) -> Counted:
    """Referrals sent."""
    return Counted(rows=t["referral"], value=lambda rows: rows.count(), people=heads)


@indicator(
    key="access.referrals.started",
    label=_("Invii diventati un servizio"),
    question=_("Quanti invii diventano davvero un servizio?"),
    unit=_("%"),
    definition=_("Invii dell'anno con il servizio avviato o già concluso, ogni cento inviati."),
    limits=_("Gli invii degli ultimi mesi possono ancora avviarsi."),
    in_words=_("invii diventati un servizio, ogni cento,"),
    grain=OF_REFERRALS,
    reads=("referral",),
    measure=Measure.SHARE,
)
def referrals_started(t: Tables) -> Counted:
    """Referrals that started, over all."""
    return Counted(
        rows=t["referral"],
        value=lambda rows: rows.count(),
        people=heads,
        part=lambda rows: rows.to_start.notnull().sum(),
    )


@indicator(
    key="access.referrals.days",
    label=_("Giorni per la risposta a un invio"),
    question=_("In quanti giorni i servizi rispondono a un invio?"),
    unit=_("giorni"),
    definition=_(
        "Giorni di calendario fra l'invio e la risposta (accettato o rifiutato): metà degli invii "
        "ne ha aspettati meno, metà di più."
    ),
    limits=_("Comprende solo gli invii che una risposta l'hanno avuta."),
    in_words=_("giorni per una risposta, per metà degli invii,"),
    grain=OF_REFERRALS,
    reads=("referral",),
    measure=Measure.QUANTILE,
)
def referrals_days(t: Tables) -> Counted:
    """Median days to the answer."""
    return typical(t["referral"], "to_answer")


@indicator(
    key="access.direct",
    label=_("Prestazioni dirette"),
    question=_("Quante persone hanno una prestazione diretta?"),
    unit=_("persone"),
    definition=_(
        "Persone con una prestazione concessa dal segretariato (pasti a domicilio, telesoccorso), "
        "attiva o sospesa alla fine dell'anno. Chi ne ha due conta una volta."
    ),
    limits=_("Non comprende chi aspetta in lista, né chi è preso in carico."),
    in_words=_("persone con una prestazione diretta"),
    grain=("service", "neighbourhood", "sex", "age_band"),
    reads=("direct",),
    standing=True,
)
def direct(t: Tables) -> Counted:
    """Distinct persons with a direct service at the end of the year."""
    return Counted(
        rows=t["direct"],
        value=lambda rows: rows.person.nunique(),
        people=lambda rows: rows.person.nunique(),
    )


@indicator(
    key="access.unmet",
    label=_("Bisogni senza risposta"),
    question=_("Di che cosa hanno bisogno le persone, che nessuno offre?"),
    unit=_("persone"),
    definition=_(
        "Persone che i bisogni ascoltati nell'anno, e senza un servizio che risponda, riguardano "
        "secondo chi li ha registrati. Comprende quelli detti senza un nome."
    ),
    limits=_(
        "È quanto è stato raccontato e annotato: la stessa persona può comparire più volte, e chi "
        "non ha bussato non compare."
    ),
    in_words=_("persone con un bisogno senza risposta"),
    grain=("need", "theme", "neighbourhood", "desk", "target_group"),
    reads=("unmet",),
)
def unmet(t: Tables) -> Counted:
    """People whom the needs heard concern."""
    return Counted(
        rows=t["unmet"],
        value=lambda rows: rows.people.cast("int64").sum(),
        people=lambda rows: rows.people.cast("int64").sum(),
        records=lambda rows: rows.count(),
    )
