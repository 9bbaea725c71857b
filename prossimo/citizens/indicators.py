"""Indicators of the registry: who is known to the services, and how good what is known of them is."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.cells import in_place, with_trait
from prossimo.citizens.choices import Acquaintance, TaxCodeState
from prossimo.citizens.models import Address, Person
from prossimo.core.indicators import Counted, Counting, Drill, Measure, Tables, indicator
from prossimo.core.periods import today

OF_PEOPLE = ("neighbourhood", "age_band", "sex", "citizenship", "acquaintance")
OF_FILES = ("neighbourhood",)
BY_HISTORY = _(
    "Si legge dallo storico delle schede: ogni anno vale quello che era scritto il 31 dicembre, "
    "l'anno in corso quello che è scritto il giorno della fotografia."
)


# --- the live files behind a number ---------------------------------------------------------------


def files_behind(actor: Actor, drill: Drill) -> QuerySet[Person]:
    """The files of a cell that the actor may see, as they are now."""
    alive = Q(died_on=None) | Q(died_on__gt=drill.last)
    people = Person.objects.visible_to(actor).filter(alive, first_known_on__lte=drill.last)
    for dimension, value in drill.where.items():
        people = people.filter(_among_live(dimension, value, drill.first.year))
    return people.for_list().order_by("sort_key", "pk")


def _among_live(dimension: str, value: str | None, year: int) -> Q:
    if dimension == "neighbourhood":
        return in_place(value)
    if dimension == "acquaintance":
        new = Q(first_known_on__year=year)
        return new if value == Acquaintance.NEW else ~new
    return with_trait(dimension, value, year)


def without_code(actor: Actor, drill: Drill) -> QuerySet[Person]:
    return files_behind(actor, drill).filter(tax_code_state=TaxCodeState.MISSING)


def with_temporary_code(actor: Actor, drill: Drill) -> QuerySet[Person]:
    return files_behind(actor, drill).filter(tax_code_state=TaxCodeState.TEMPORARY)


def without_address(actor: Actor, drill: Drill) -> QuerySet[Person]:
    """Who has only a protected address is among them, as in the number: nobody is told apart."""
    known = Address.objects.visible_to(actor).filter(compartment="", period__contains=today())
    return files_behind(actor, drill).filter(street="").exclude(pk__in=known.values("person"))


def without_birth_place(actor: Actor, drill: Drill) -> QuerySet[Person]:
    return files_behind(actor, drill).filter(birth_place="", birth_place_code="")


def without_neighbourhood(actor: Actor, drill: Drill) -> QuerySet[Person]:
    return files_behind(actor, drill).filter(in_place(None)).exclude(street="")


def with_a_shared_code(actor: Actor, drill: Drill) -> QuerySet[Person]:
    every = Person.objects.visible_to(actor).exclude(tax_code="").order_by()
    shared = every.values("tax_code").annotate(files=Count("pk")).filter(files__gt=1)
    return files_behind(actor, drill).filter(tax_code__in=shared.values("tax_code"))


# --- people ----------------------------------------------------------------------------------------


@indicator(
    key="citizens.known",
    label=_("Persone conosciute dai servizi"),
    question=_("Quante persone conoscono i servizi?"),
    unit=_("persone"),
    definition=_(
        "Persone con una scheda, conosciute entro la fine dell'anno e ancora vive; dell'anno in "
        "corso, il giorno della fotografia. Due schede unite sono una persona sola. L'età è quella "
        "compiuta nell'anno; il quartiere è quello di oggi."
    ),
    limits=_(
        "Avere una scheda non vuol dire essere seguiti: molte vengono dall'anagrafe. Chi è emigrato "
        "resta contato finché la sua scheda non dice che è morto. Chi è scritto due volte conta due "
        "volte, finché qualcuno non unisce le schede."
    ),
    in_words=_("persone conosciute"),
    grain=OF_PEOPLE,
    reads=("known",),
    records=files_behind,
    standing=True,
)
def known(t: Tables) -> Counted:
    """People with a file at the end of the year."""
    return Counted(
        rows=t["known"],
        value=lambda rows: rows.people.sum(),
        people=lambda rows: rows.people.sum(),
        records=lambda rows: rows.people.sum(),
    )


# --- data quality ----------------------------------------------------------------------------------


def files(t: Tables, gap: Counting) -> Counted:
    """The files of a year, and those of them that have the gap."""
    return Counted(
        rows=t["file"],
        value=lambda rows: rows.files.sum(),
        people=lambda rows: rows.files.sum(),
        part=lambda rows: gap(rows).ifelse(rows.files, 0).sum(),
        records=lambda rows: rows.files.sum(),
    )


QUALITY: dict[str, Any] = {
    "unit": _("%"),
    "limits": BY_HISTORY,
    "grain": OF_FILES,
    "reads": ("file",),
    "measure": Measure.SHARE,
    "standing": True,
}


@indicator(
    key="citizens.missing_code",
    label=_("Schede senza codice fiscale"),
    question=_("A quante schede manca il codice fiscale?"),
    definition=_("Schede senza alcun codice fiscale, ogni cento schede di persone vive."),
    in_words=_("schede senza codice fiscale, ogni cento,"),
    records=without_code,
    **QUALITY,
)
def missing_code(t: Tables) -> Counted:
    """Files without a fiscal code."""
    return files(t, lambda rows: rows.code == TaxCodeState.MISSING.value)


@indicator(
    key="citizens.temporary_code",
    label=_("Schede con un codice fiscale provvisorio"),
    question=_("Quante schede hanno un codice fiscale provvisorio?"),
    definition=_(
        "Schede con un codice fiscale provvisorio, di undici cifre, ogni cento schede di persone "
        "vive: vanno completate quando arriva il codice definitivo."
    ),
    in_words=_("schede con un codice provvisorio, ogni cento,"),
    records=with_temporary_code,
    **QUALITY,
)
def temporary_code(t: Tables) -> Counted:
    """Files with a provisional fiscal code."""
    return files(t, lambda rows: rows.code == TaxCodeState.TEMPORARY.value)


@indicator(
    key="citizens.missing_address",
    label=_("Schede senza un indirizzo"),
    question=_("Di quante persone non si sa dove abitano?"),
    definition=_(
        "Schede senza residenza e senza alcun altro indirizzo in corso (domicilio, struttura, "
        "recapito), ogni cento schede di persone vive. Chi ha solo un indirizzo protetto è contato "
        "come chi non ne ha: dal numero non si deve capire chi è protetto."
    ),
    in_words=_("schede senza un indirizzo, ogni cento,"),
    records=without_address,
    **QUALITY,
)
def missing_address(t: Tables) -> Counted:
    """Files that say of no place where the person is found."""
    return files(t, lambda rows: rows.no_address)


@indicator(
    key="citizens.missing_birth_place",
    label=_("Schede senza luogo di nascita"),
    question=_("A quante schede manca il luogo di nascita?"),
    definition=_("Schede senza luogo di nascita né suo codice, ogni cento schede di persone vive."),
    in_words=_("schede senza luogo di nascita, ogni cento,"),
    records=without_birth_place,
    **QUALITY,
)
def missing_birth_place(t: Tables) -> Counted:
    """Files that do not say where the person was born."""
    return files(t, lambda rows: rows.no_birth_place)


@indicator(
    key="citizens.missing_neighbourhood",
    label=_("Schede senza quartiere"),
    question=_("Di quante persone non si conosce il quartiere?"),
    definition=_(
        "Schede con una residenza ma senza quartiere, ogni cento schede di persone vive. Dove il "
        "Comune non è diviso in quartieri non manca nulla."
    ),
    in_words=_("schede senza quartiere, ogni cento,"),
    records=without_neighbourhood,
    **{**QUALITY, "grain": ()},
)
def missing_neighbourhood(t: Tables) -> Counted:
    """Files that could be on the map and are not."""
    return files(t, lambda rows: rows.no_neighbourhood)


@indicator(
    key="citizens.shared_code",
    label=_("Schede con il codice fiscale di un'altra"),
    question=_("Quante schede hanno lo stesso codice fiscale di un'altra?"),
    unit=_("schede"),
    definition=_(
        "Schede non unite che alla fine dell'anno portavano lo stesso codice fiscale di un'altra "
        "scheda dell'Ambito: la stessa persona scritta due volte, o un codice copiato male."
    ),
    limits=BY_HISTORY,
    in_words=_("schede con il codice di un'altra"),
    grain=OF_FILES,
    reads=("file",),
    records=with_a_shared_code,
    standing=True,
)
def shared_code(t: Tables) -> Counted:
    """Files that share their fiscal code with another one."""
    found = t["file"]
    return Counted(
        rows=found.filter(found.shared_code),
        value=lambda rows: rows.files.sum(),
        people=lambda rows: rows.files.sum(),
        records=lambda rows: rows.files.sum(),
    )


@indicator(
    key="citizens.duplicates",
    label=_("Probabili doppioni da guardare"),
    question=_("Quanti probabili doppioni aspettano una decisione?"),
    unit=_("coppie"),
    definition=_(
        "Coppie di schede che si somigliano, trovate entro la fine dell'anno e non ancora decise in "
        "quel momento; dell'anno in corso, il giorno della fotografia."
    ),
    limits=_(
        "Conta le coppie trovate: prima della prima ricerca dei doppioni non ce n'è nessuna, anche "
        "se i doppioni c'erano già."
    ),
    in_words=_("coppie da guardare"),
    grain=("found_by",),
    reads=("doubles",),
    standing=True,
)
def duplicates(t: Tables) -> Counted:
    """Pairs of files that look like one person and wait for somebody to say so."""
    return Counted(
        rows=t["doubles"],
        value=lambda rows: rows.pair.nunique(),
        people=lambda rows: rows.person.nunique(),
        records=lambda rows: rows.pair.nunique(),
    )
