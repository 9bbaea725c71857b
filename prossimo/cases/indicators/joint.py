"""Indicators of services run together: households and minors followed, and who works in them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.indicators import Counted, Tables, indicator


def people_followed(rows: Any) -> Any:
    return rows.person.nunique()


@indicator(
    key="cases.joint.households",
    label=_("Famiglie con minori nei servizi coprogettati"),
    question=_("Quante famiglie con minori segue il servizio fatto insieme?"),
    unit=_("famiglie"),
    definition=_(
        "Nuclei con almeno una persona minorenne che alla fine dell'anno (oggi, per l'anno in corso), "
        "o nel giorno chiesto, hanno una presa in carico aperta in almeno un'attività di un servizio "
        "coprogettato. Chi è in più attività conta una volta."
    ),
    limits=_(
        "Chi non ha un nucleo in anagrafe conta come famiglia a sé. L'età si calcola alla fine "
        "dell'anno; per l'anno in corso, oggi."
    ),
    in_words=_("famiglie con minori"),
    grain=("joint_service", "intensity", "neighbourhood"),
    reads=("joint_case",),
    standing=True,
    on_day=(12, 31),
)
def joint_households(t: Tables) -> Counted:
    """Distinct households of the open cases of minors in an activity."""
    rows = t["joint_case"].filter(t["joint_case"].minor)
    return Counted(rows=rows, value=lambda rows: rows.home.nunique(), people=people_followed)


@indicator(
    key="cases.joint.minors",
    label=_("Minori nei servizi coprogettati"),
    question=_("Quanti minori sono in carico, e quanti in prevenzione?"),
    unit=_("minori"),
    definition=_(
        "Minorenni di cui si occupa una presa in carico aperta alla fine dell'anno (oggi, per l'anno in "
        "corso), o nel giorno chiesto, in un'attività di un servizio coprogettato, per intensità."
    ),
    limits=_("L'età si calcola alla fine dell'anno; per l'anno in corso, oggi."),
    in_words=_("minori"),
    grain=("joint_service", "intensity", "neighbourhood"),
    reads=("joint_case",),
    standing=True,
    on_day=(12, 31),
)
def joint_minors(t: Tables) -> Counted:
    """Distinct minors whom an open case in an activity is about, or who stand in it as children."""
    rows = t["joint_case"].filter(t["joint_case"].minor)
    return Counted(rows=rows, value=people_followed, people=people_followed)


@indicator(
    key="cases.joint.people",
    label=_("Persone assegnate ai servizi coprogettati"),
    question=_("Chi lavora nel servizio fatto insieme, e per quale ente?"),
    unit=_("persone"),
    definition=_(
        "Operatori e volontari assegnati a un servizio coprogettato alla fine dell'anno (oggi, per l'anno "
        "in corso), o nel giorno chiesto, per ente e per come partecipano."
    ),
    limits=_("Dei volontari delle comunità si scrive quanti sono, non i nomi."),
    in_words=_("persone assegnate"),
    grain=("joint_service", "joint_body", "assigned_kind"),
    reads=("joint_worker",),
    standing=True,
    on_day=(12, 31),
)
def joint_people(t: Tables) -> Counted:
    """People assigned, by name or by number."""
    rows = t["joint_worker"]

    def people(rows: Any) -> Any:
        return rows.people.sum()

    return Counted(rows=rows, value=people, people=people)
