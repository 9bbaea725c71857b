"""Indicators of the door: who knocked, how often, for what, and who found no answer."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from prossimo.access.models import Contact, ContactReason
from prossimo.accounts.rules import Actor
from prossimo.core.indicators import Counted, Drill, Measure, Tables, indicator
from prossimo.territory.choices import CitizenshipGroup

OF_CONTACTS = (
    "desk",
    "reason",
    "reason_group",
    "channel",
    "target_group",
    "neighbourhood",
    "given",
    "sex",
    "age_band",
    "citizenship",
)
OF_PEOPLE = ("neighbourhood", "desk", "target_group", "sex", "age_band", "citizenship")


def everybody(rows: Any) -> Any:
    """People behind a group of contacts: the named ones once, each contact with nobody named as one."""
    return rows.person.nunique() + rows.person.isnull().sum()


def contacts_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    """The live contacts of a cell that the actor may see."""
    contacts = Contact.objects.visible_to(actor).filter(day__range=(drill.first, drill.last))
    for dimension, value in drill.where.items():
        contacts = contacts.filter(_among_live(dimension, value, drill.first.year))
    return contacts.for_list().with_reasons().order_by("-happened_at", "-pk")


def pass_contacts_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(desk__part_of_pass=True, person__isnull=False)


def unanswered_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(no_service=True)


def timed_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(minutes__isnull=False)


PATHS = {
    "desk": "desk",
    "neighbourhood": "neighbourhood",
    "channel": "channel",
    "target_group": "target_group",
    "sex": "person__sex",
}


def _among_live(dimension: str, value: str | None, year: int) -> Q:
    """How a value of a dimension is looked for among live contacts."""
    if dimension == "age_band":
        return _born_for(value, year)
    if dimension == "citizenship":
        return _citizen(value)
    if dimension == "given":
        return Q(given__contains=[value])
    if dimension in {"reason", "reason_group"}:
        named = ContactReason.objects.unscoped("narrows contacts that are scoped already")
        path = "reason" if dimension == "reason" else "reason__group"
        return Q(pk__in=named.filter(**{path: value}).values("contact"))
    path = PATHS[dimension]
    if value is None:
        return Q(target_group="") if dimension == "target_group" else Q(**{f"{path}__isnull": True})
    return Q(**{path: value})


def _born_for(band: str | None, year: int) -> Q:
    """Birth years of an age band, by the age completed in the year."""
    if band is None:
        return Q(person__born_on__isnull=True)
    youngest, _dash, oldest = band.rstrip("+").partition("-")
    born = Q(person__born_on__year__lte=year - int(youngest))
    return born & Q(person__born_on__year__gte=year - int(oldest)) if oldest else born


def _citizen(group: str | None) -> Q:
    if group is None:
        return Q(person__isnull=True) | Q(person__citizenships=[])
    italian = Q(person__citizenships__contains=["IT"])
    if group == CitizenshipGroup.ITALIAN:
        return italian
    return Q(person__isnull=False) & ~italian & ~Q(person__citizenships=[])


@indicator(
    key="access.users",
    label=_("Persone che si sono rivolte al Pass"),
    question=_("Quante persone si sono rivolte al Pass?"),
    unit=_("persone"),
    definition=_(
        "Persone diverse che nell'anno hanno avuto almeno un contatto a uno sportello che fa parte "
        "del Pass, per sé o perché altri hanno parlato per loro. Chi torna più volte conta una "
        "volta sola; chi passa da più sportelli o cambia quartiere conta in ciascuno."
    ),
    limits=_(
        "Non comprende chi ha chiesto senza dire il nome, né chi è stato accolto come nucleo senza "
        "indicare una persona. L'età è quella compiuta nell'anno."
    ),
    in_words=_("persone"),
    grain=OF_PEOPLE,
    reads=("contact", "desk"),
    records=pass_contacts_behind,
)
def users(t: Tables) -> Counted:
    """Distinct persons met at a desk of the Pass."""
    contacts, desks = t["contact"], t["desk"]
    of_pass = desks.filter(desks.part_of_pass)
    met = contacts.filter(contacts.person.notnull()).semi_join(
        of_pass, contacts.desk == of_pass.number
    )
    return Counted(
        rows=met,
        value=lambda rows: rows.person.nunique(),
        people=lambda rows: rows.person.nunique(),
    )


@indicator(
    key="access.users.growth",
    label=_("Crescita delle persone che si sono rivolte al Pass"),
    question=_("Le persone che si rivolgono al Pass aumentano?"),
    unit=_("%"),
    definition=_(
        "Differenza in percentuale fra le persone che si sono rivolte al Pass nell'anno e quelle "
        "dell'anno prima (o dell'anno di confronto indicato), con una cifra decimale."
    ),
    limits=_(
        "Una crescita può venire da più bisogno, da nuovi sportelli o da una registrazione più "
        "attenta: il numero da solo non lo distingue."
    ),
    grain=OF_PEOPLE,
    reads=("contact", "desk"),
    records=pass_contacts_behind,
    measure=Measure.GROWTH,
)
def users_growth(t: Tables) -> Counted:
    """The same count as `access.users`; the observatory compares two of its years."""
    return users.count(t)


@indicator(
    key="access.contacts",
    label=_("Contatti agli sportelli"),
    question=_("Perché e dove le persone bussano?"),
    unit=_("contatti"),
    definition=_(
        "Contatti registrati nell'anno a tutti gli sportelli. Per motivo, un contatto conta una "
        "volta per ogni motivo detto, perciò la somma dei motivi supera i contatti; lo stesso vale "
        "per le risposte date."
    ),
    limits=_("Un contatto non è una persona: chi torna cinque volte conta cinque."),
    in_words=_("contatti"),
    grain=OF_CONTACTS,
    reads=("contact",),
    records=contacts_behind,
)
def contacts(t: Tables) -> Counted:
    """Contacts, whoever they were for."""
    return Counted(rows=t["contact"], value=lambda rows: rows.count(), people=everybody)


@indicator(
    key="access.unanswered",
    label=_("Bisogni senza un servizio"),
    question=_("Quali bisogni non hanno trovato un servizio?"),
    unit=_("contatti"),
    definition=_(
        "Contatti nei quali l'operatore ha segnato che nessun servizio esiste per il bisogno detto."
    ),
    limits=_("Dipende da quanto gli operatori lo segnano: chi non lo segna non compare."),
    in_words=_("contatti senza un servizio"),
    grain=OF_CONTACTS,
    reads=("contact",),
    records=unanswered_behind,
)
def unanswered(t: Tables) -> Counted:
    """Contacts with a need that no service answers."""
    contacts = t["contact"]
    return Counted(
        rows=contacts.filter(contacts.no_service),
        value=lambda rows: rows.count(),
        people=everybody,
    )


@indicator(
    key="access.minutes",
    label=_("Tempo dedicato all'ascolto"),
    question=_("Quanto tempo è stato dedicato all'ascolto?"),
    unit=_("minuti"),
    definition=_("Somma dei minuti annotati nei contatti dell'anno."),
    limits=_("Non comprende i contatti senza durata annotata, né il lavoro fatto dopo."),
    in_words=_("minuti di ascolto"),
    grain=OF_CONTACTS,
    reads=("contact",),
    records=timed_behind,
)
def minutes(t: Tables) -> Counted:
    """Minutes spent listening, where they were noted."""
    contacts = t["contact"]
    return Counted(
        rows=contacts.filter(contacts.minutes.notnull()),
        value=lambda rows: rows.minutes.sum(),
        people=everybody,
    )


@indicator(
    key="access.nobody_named",
    label=_("Contatti senza un nome"),
    question=_("Quanti chiedono senza dire chi sono?"),
    unit=_("%"),
    definition=_(
        "Parte dei contatti dell'anno, ogni cento, nei quali nessuna persona e nessun nucleo è "
        "stato nominato."
    ),
    limits=_("Non dice perché il nome manca: per scelta, per fretta o perché non serviva."),
    in_words=_("contatti senza un nome, ogni cento,"),
    grain=("desk", "reason", "reason_group", "channel", "target_group", "given"),
    reads=("contact",),
    records=contacts_behind,
    measure=Measure.SHARE,
)
def nobody_named(t: Tables) -> Counted:
    """Contacts for nobody in particular, over all contacts."""
    return Counted(
        rows=t["contact"],
        value=lambda rows: rows.count(),
        people=everybody,
        part=lambda rows: (rows.subject == "nobody").sum(),
    )
