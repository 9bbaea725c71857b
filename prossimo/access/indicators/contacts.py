"""Indicators of the door: who knocked, how often, for what, and who found no answer."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import Coming
from prossimo.access.models import Contact, ContactReason
from prossimo.accounts.rules import Actor
from prossimo.citizens.cells import in_place, with_trait
from prossimo.core.indicators import Counted, Drill, Measure, Tables, indicator

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
OF_EVERYBODY = ("neighbourhood", "sex", "age_band", "citizenship")
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


def named_contacts_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(person__isnull=False)


def residents_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return named_contacts_behind(actor, drill).filter(person__municipality__isnull=False)


def returning_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return named_contacts_behind(actor, drill).filter(_coming(Coming.BACK, drill.first.year))


def unanswered_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(no_service=True)


def timed_behind(actor: Actor, drill: Drill) -> QuerySet[Contact]:
    return contacts_behind(actor, drill).filter(minutes__isnull=False)


def _among_live(dimension: str, value: str | None, year: int) -> Q:
    """How a value of a dimension is looked for among live contacts."""
    if dimension in {"age_band", "citizenship", "sex"}:
        return with_trait(dimension, value, year, path="person__")
    if dimension == "neighbourhood":
        return in_place(value, path="person__")
    if dimension == "coming":
        return _coming(value, year)
    if dimension in {"reason", "reason_group"}:
        named = ContactReason.objects.unscoped("narrows contacts that are scoped already")
        path = "reason" if dimension == "reason" else "reason__group"
        return Q(pk__in=named.filter(**{path: value}).values("contact"))
    if value is None:
        return Q(target_group="") if dimension == "target_group" else Q(**{dimension: None})
    return Q(given__contains=[value]) if dimension == "given" else Q(**{dimension: value})


def _coming(value: str | None, year: int) -> Q:
    """Contacts of people who had come in a year before, or of the others."""
    every = Contact.objects.unscoped("narrows contacts that are scoped already")
    before = Q(person__in=every.filter(person__isnull=False, day__year__lt=year).values("person"))
    return before if value == Coming.BACK else ~before


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


@indicator(
    key="access.came",
    label=_("Persone ascoltate"),
    question=_("Quante persone arrivano per la prima volta, e quante tornano?"),
    unit=_("persone"),
    definition=_(
        "Persone diverse con almeno un contatto nell'anno, a qualunque sportello. È nuova chi non "
        "ne aveva avuti in nessun anno prima. Il quartiere è quello dell'ultimo contatto dell'anno."
    ),
    limits=_(
        "Nuova vuol dire mai annotata prima: nel primo anno registrato sono nuove tutte. Non "
        "comprende chi ha chiesto senza dire il nome."
    ),
    in_words=_("persone ascoltate"),
    grain=("coming", *OF_EVERYBODY),
    reads=("came",),
    records=named_contacts_behind,
)
def came(t: Tables) -> Counted:
    """Distinct persons heard in the year, at any desk."""
    return Counted(
        rows=t["came"],
        value=lambda rows: rows.person.nunique(),
        people=lambda rows: rows.person.nunique(),
    )


@indicator(
    key="access.returning",
    label=_("Persone che tornano"),
    question=_("Quanti di quelli che si ascoltano erano già venuti?"),
    unit=_("%"),
    definition=_(
        "Persone ascoltate nell'anno che avevano avuto un contatto già in un anno prima, ogni cento "
        "persone ascoltate nell'anno."
    ),
    limits=_(
        "Chi torna può aver trovato risposta o cercarla ancora: il numero da solo non lo "
        "distingue. Nel primo anno registrato non torna nessuno."
    ),
    in_words=_("persone che tornano, ogni cento,"),
    grain=OF_EVERYBODY,
    reads=("came",),
    records=returning_behind,
    measure=Measure.SHARE,
)
def returning(t: Tables) -> Counted:
    """Who had come in a year before, over all who came."""
    return Counted(
        rows=t["came"],
        value=lambda rows: rows.person.nunique(),
        people=lambda rows: rows.person.nunique(),
        part=lambda rows: rows.person.nunique(where=rows.coming == Coming.BACK.value),
    )


@indicator(
    key="access.known_share",
    label=_("Residenti che si sono rivolti ai servizi"),
    question=_("Quanti residenti si rivolgono ai servizi?"),
    unit=_("%"),
    definition=_(
        "Persone residenti in un Comune dell'Ambito con almeno un contatto nell'anno, ogni cento "
        "residenti alla fine dell'anno. Il quartiere è quello dell'ultimo contatto dell'anno."
    ),
    limits=_(
        "La residenza è quella scritta oggi nella scheda. Gli anni di cui non ci sono ancora i "
        "residenti non compaiono; chi non ha un quartiere, un'età o una cittadinanza nella scheda "
        "conta nel totale e in nessuna delle sue parti."
    ),
    in_words=_("residenti che si sono rivolti ai servizi, ogni cento,"),
    grain=OF_EVERYBODY,
    reads=("came", "residents"),
    records=residents_behind,
    measure=Measure.SHARE,
)
def known_share(t: Tables) -> Counted:
    """People with a contact over the residents of the same place, age, sex and citizenship."""
    traits = ("year", *OF_EVERYBODY)
    came, lived = t["came"], t["residents"]
    counted = came.filter(came.resident).semi_join(lived, "year")
    met, residents = counted.resident.cast("int64"), lived.residents.cast("int64")
    rows = counted.select(*traits, met=met, residents=(met - met).cast("int64")).union(
        lived.select(*traits, met=(residents - residents).cast("int64"), residents=residents)
    )
    return Counted(
        rows=rows,
        value=lambda rows: rows.residents.sum(),
        people=lambda rows: rows.met.sum(),
        part=lambda rows: rows.met.sum(),
        records=lambda rows: rows.met.sum(),
    )
