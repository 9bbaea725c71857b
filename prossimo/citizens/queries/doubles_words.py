"""Why two files look like one person, in plain words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.citizens.linkage.pairs import Outcome
from prossimo.citizens.models import DuplicatePair
from prossimo.citizens.queries.doubles import CERTAIN, LIKELY

PARTS = {
    "tax_code": gettext_lazy("codice fiscale"),
    "surname": gettext_lazy("cognome"),
    "given_name": gettext_lazy("nome"),
    "born_on": gettext_lazy("data di nascita"),
    "birth_place": gettext_lazy("luogo di nascita"),
    "sex": gettext_lazy("sesso"),
    "address": gettext_lazy("indirizzo"),
    "phones": gettext_lazy("telefono"),
    "household": gettext_lazy("nucleo familiare"),
}
HOW = {
    "agree": gettext_lazy("uguale"),
    "close": gettext_lazy("quasi uguale"),
    "differ": gettext_lazy("diverso"),
    "missing": gettext_lazy("manca in una delle due"),
}
# How they agree or are close, where it says more than «uguale» and «quasi uguale».
LEVELS = {
    ("tax_code", "temporary"): gettext_lazy("lo stesso codice provvisorio"),
    ("tax_code", "omocodic"): gettext_lazy("lo stesso, se si tolgono le lettere dell'omocodia"),
    ("tax_code", "two_codes"): gettext_lazy("due codici validi e diversi"),
    ("tax_code", "typo"): gettext_lazy("quasi uguale: cambiano uno o due caratteri"),
    ("tax_code", "provisional"): gettext_lazy("uno è provvisorio"),
    ("surname", "swapped"): gettext_lazy("scambiato con il nome"),
    ("surname", "part"): gettext_lazy("uno è una parte dell'altro"),
    ("surname", "typo"): gettext_lazy("una lettera di differenza"),
    ("surname", "sound"): gettext_lazy("si pronunciano allo stesso modo"),
    ("surname", "alike"): gettext_lazy("si somigliano"),
    ("given_name", "swapped"): gettext_lazy("scambiato con il cognome"),
    ("given_name", "part"): gettext_lazy("uno è una parte dell'altro"),
    ("given_name", "typo"): gettext_lazy("una lettera di differenza"),
    ("given_name", "sound"): gettext_lazy("si pronunciano allo stesso modo"),
    ("given_name", "alike"): gettext_lazy("si somigliano"),
    ("born_on", "swapped"): gettext_lazy("giorno e mese scambiati"),
    ("born_on", "typo"): gettext_lazy("una cifra di differenza"),
    ("address", "street"): gettext_lazy("stessa via, altro numero"),
    ("phones", "shared"): gettext_lazy("un numero in comune"),
    ("household", "same"): gettext_lazy("lo stesso nucleo"),
}
# Rules that hold a pair back for a person to look at.
HELD = {
    "two_codes": gettext_lazy(
        "Hanno due codici fiscali validi e diversi: solo una persona può dire che sono la stessa."
    ),
    "omocodic": gettext_lazy(
        "I codici differiscono come accade a due omonimi nati lo stesso giorno."
    ),
    "twins": gettext_lazy("Potrebbero essere gemelli: il nome è diverso."),
    "same_household": gettext_lazy("Vivono nello stesso nucleo: potrebbero essere parenti."),
    "two_births": gettext_lazy("Le date di nascita sono diverse e nessun codice le conferma."),
}
TONES = {"agree": "good", "close": "warning", "differ": "bad", "missing": "neutral"}
ICONS = {
    "agree": "check-circle",
    "close": "exchange-circle",
    "differ": "close-circle",
    "missing": "minus-circle",
}
ORDER = list(TONES)
RULE = "rule"  # the part under which the rule that held a pair is kept


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was compared, said in words and marked with an icon."""

    part: str
    words: str
    outcome: str
    tone: str
    icon: str


def reasons_of(pair: DuplicatePair) -> list[Reason]:
    """What agrees first, what is missing last."""
    known = [each for each in pair.reasons if each.get("part") in PARTS]
    said = [_reason(each) for each in known]
    return sorted(said, key=lambda each: ORDER.index(each.outcome))


def _reason(each: dict[str, Any]) -> Reason:
    outcome = str(each.get("outcome", ""))
    if outcome not in TONES:
        outcome = Outcome.MISSING.value
    words = LEVELS.get((each["part"], str(each.get("level", ""))), HOW[outcome])
    part = str(PARTS[each["part"]])
    return Reason(part, str(words), outcome, TONES[outcome], ICONS[outcome])


def in_short(pair: DuplicatePair) -> str:
    """What agrees, on one line: «codice fiscale, cognome, data di nascita»."""
    found = [each for each in reasons_of(pair) if each.outcome in {"agree", "close"}]
    parts = [
        each.part if each.outcome == "agree" else f"{each.part} ({each.words})" for each in found
    ]
    return ", ".join(parts)


def held_back(pair: DuplicatePair) -> str:
    """Why the machine left the last word to a person."""
    for each in pair.reasons:
        if each.get("part") == RULE and (words := HELD.get(str(each.get("level", "")))):
            return str(words)
    return ""


def likely(score: float) -> str:
    if score >= CERTAIN:
        return _("quasi certo")
    return _("probabile") if score >= LIKELY else _("possibile")
