"""Our fields and the headings under which the registries of municipalities know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from prossimo.core.text import fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field of ours, how it is called on the screen, and in the files (folded)."""

    name: str
    label: Any
    known_as: tuple[str, ...]
    help: Any = ""


def _wanted(name: str, label: Any, known_as: str, help: Any = "") -> Wanted:
    return Wanted(name, label, tuple(word.strip() for word in known_as.split("|")), help)


FIELDS: tuple[Wanted, ...] = (
    _wanted(
        "registry_id",
        _("codice della persona in anagrafe"),
        "codice individuo|cod individuo|id individuo|codice persona|cod persona|id persona|matricola"
        "|codice cittadino|id anpr|idanpr|codice anagrafico|numero individuale|cod ind|individuo",
        _("Il numero che il programma dell'anagrafe dà a ogni persona: è ciò che la fa riconoscere."),
    ),
    _wanted(
        "household_id",
        _("codice della famiglia"),
        "cod famiglia|codice famiglia|id famiglia|numero famiglia|famiglia|scheda famiglia"
        "|foglio famiglia|codice nucleo|id nucleo|nucleo|cod fam",
    ),
    _wanted("surname", _("cognome"), "cognome|cognome individuo|surname"),
    _wanted("given_name", _("nome"), "nome|nome individuo|nomi|name"),
    _wanted("sex", _("sesso"), "sesso|genere|sex"),
    _wanted(
        "born_on", _("data di nascita"),
        "data nascita|data di nascita|nato il|nata il|dt nascita|nascita data|datanascita|nascita",
    ),
    _wanted(
        "birth_place", _("luogo di nascita"),
        "luogo nascita|luogo di nascita|comune nascita|comune di nascita|nato a|nata a"
        "|stato nascita",
    ),
    _wanted(
        "birth_place_code", _("codice catastale del luogo di nascita"),
        "codice comune nascita|cod comune nascita|codice catastale nascita|belfiore nascita"
        "|codice luogo nascita|cod nascita",
    ),
    _wanted("citizenships", _("cittadinanza"), "cittadinanza|cittadinanze|nazionalita"),
    _wanted("tax_code", _("codice fiscale"), "codice fiscale|cod fiscale|codfiscale|cf|codicefiscale"),
    _wanted(
        "household_role", _("posto nel nucleo"),
        "parentela|relazione di parentela|rapporto di parentela|grado parentela|cod parentela"
        "|posizione in famiglia|relazione",
    ),
    _wanted(
        "municipality", _("Comune"),
        "comune|codice comune|cod comune|codice istat|istat|istat comune|codice istat comune"
        "|codice catastale|codice catastale comune|belfiore|comune residenza|comune di residenza",
        _("Codice ISTAT, codice catastale o nome: serve se il file è di più Comuni."),
    ),
    _wanted("neighbourhood", _("quartiere"), "quartiere|circoscrizione|zona|rione|frazione"),
    _wanted(
        "street", _("via"),
        "via|indirizzo|toponimo|strada|denominazione via|indirizzo residenza|via residenza",
    ),
    _wanted(
        "street_number", _("numero civico"),
        "civico|numero civico|n civico|num civico|numero|nr civico",
    ),
    _wanted("postcode", _("CAP"), "cap|codice avviamento postale"),
    _wanted("latitude", _("latitudine"), "latitudine|lat|latitude|y"),
    _wanted("longitude", _("longitudine"), "longitudine|lon|lng|long|longitude|x"),
    _wanted(
        "resides_since", _("abita qui dal"),
        "data immigrazione|residente dal|data residenza|decorrenza residenza|data decorrenza"
        "|data ultima residenza|data variazione indirizzo",
    ),
    _wanted(
        "registry_state", _("posizione in anagrafe"),
        "posizione|posizione anagrafica|stato anagrafico|stato|situazione|situazione anagrafica",
    ),
    _wanted("died_on", _("data di morte"), "data morte|data decesso|deceduto il|data di morte"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
WITH_VALUES = ("sex", "household_role", "registry_state")


def proposed(headers: Iterable[str], kept: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which heading each field probably is: as the last time, otherwise by what it is called.

    >>> proposed(["COGNOME", "Nome", "data_nascita", "cod_famiglia", "note"])
    {'household_id': 'cod_famiglia', 'surname': 'COGNOME', 'given_name': 'Nome', 'born_on': 'data_nascita'}
    """
    by_key: dict[str, str] = {}
    for header in headers:
        by_key.setdefault(_key(header), header)
    found: dict[str, str] = {}
    for field in FIELDS:
        before = (kept or {}).get(field.name, "")
        if before and _key(before) in by_key:
            found[field.name] = by_key[_key(before)]
    for field in FIELDS:
        taken = set(found.values())
        for word in field.known_as:
            if field.name not in found and by_key.get(word, "") and by_key[word] not in taken:
                found[field.name] = by_key[word]
    return {field.name: found[field.name] for field in FIELDS if field.name in found}


def _key(header: str) -> str:
    return fold(header.replace("_", " ")).strip(" #")


def missing(columns: Mapping[str, str]) -> list[str]:
    """What a map of columns still lacks, in sentences."""
    said = []
    if "surname" not in columns:
        said.append(str(_("Scegli la colonna del cognome.")))
    if "given_name" not in columns:
        said.append(str(_("Scegli la colonna del nome.")))
    if "registry_id" not in columns and "tax_code" not in columns:
        said.append(str(_("Scegli la colonna del codice in anagrafe o quella del codice fiscale.")))
    for header in sorted({h for h in columns.values() if list(columns.values()).count(h) > 1}):
        said.append(str(_("La colonna «%(name)s» è scelta per due dati.") % {"name": header}))
    return said
