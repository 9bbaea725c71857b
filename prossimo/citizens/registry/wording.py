"""What is wrong with a row, in a sentence that says where and how to mend it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n

from prossimo.citizens.registry.checking import NOTE
from prossimo.citizens.registry.columns import BY_NAME

SENTENCES = {
    "too_long": n("è troppo lungo: accorcialo."),
    "unknown": n("«%(text)s» non è fra i valori conosciuti: di' che cosa significa nelle colonne."),
    "no_date": n("«%(text)s» non è una data: scrivila come 12/05/1960."),
    "no_such_day": n("il giorno «%(text)s» non esiste nel calendario."),
    "day_unknown": n("il giorno o il mese è zero: lascia vuoto se la data non si conosce."),
    "sheet_zero": n("«%(text)s» è la data vuota di un foglio di calcolo: lascia vuoto."),
    "too_early": n("«%(text)s» è troppo lontana nel tempo: controlla l'anno."),
    "future": n("«%(text)s» è nel futuro: controlla l'anno."),
    "died_before_birth": n("la morte è prima della nascita: controlla le due date."),
    "no_town": n("manca il Comune: scrivi il codice ISTAT o catastale."),
    "unknown_town": n("«%(text)s» non è un Comune dell'Ambito."),
    "other_town": n("«%(text)s» non è il Comune scelto per questo file."),
    "unknown_place": n("«%(text)s» non è un codice catastale conosciuto."),
    "no_number": n("«%(text)s» non è un numero: scrivi i gradi con il punto."),
    "no_place_on_earth": n("«%(text)s» non è sulla Terra: controlla i gradi."),
    "code_length": n("il codice fiscale «%(text)s» non ha 16 caratteri, né 11 cifre."),
    "code_letters": n("nel codice fiscale «%(text)s» c'è una lettera al posto di una cifra."),
    "code_birth": n("la data dentro il codice fiscale «%(text)s» non esiste."),
    "code_check": n("l'ultimo carattere del codice fiscale «%(text)s» non torna con gli altri."),
    "no_name": n("mancano cognome e nome: sono obbligatori dopo il primo anno di vita."),
    "nobody": n(
        "senza codice in anagrafe né codice fiscale servono cognome, nome e data di nascita."
    ),
    "repeated_unlike": n("lo stesso codice compare nelle righe %(text)s con dati diversi."),
    "note_repeated": n("la stessa riga è ripetuta alle righe %(text)s: conta la prima."),
    "note_code_disagrees": n(
        "non va d'accordo con il codice fiscale %(text)s: si scrive lo stesso."
    ),
    "note_code_shared": n("%(text)s è il codice fiscale di più persone: nasce un controllo."),
    "note_citizenship": n("«%(text)s» non è una cittadinanza conosciuta: resta quella di prima."),
    "note_postcode": n("«%(text)s» non è un CAP: si lascia vuoto."),
    "note_unknown_quarter": n("«%(text)s» non è un quartiere di questo Comune."),
    "note_by_hand": n("qualcuno l'ha corretto a mano («%(text)s»): resta, e nasce un controllo."),
    "doubt_clash": n(
        "Il codice in anagrafe è già di un'altra scheda, con altro nome, nascita e codice fiscale."
    ),
    "doubt_code_doubt": n("Il codice fiscale è di una o più schede con altri dati."),
    "doubt_name": n(
        "Una scheda ha lo stesso nome e la stessa data di nascita: è la stessa persona?"
    ),
    "doubt_names": n("Più schede hanno lo stesso nome e la stessa data di nascita."),
    "doubt_two_rows": n("Due righe portano alla stessa scheda."),
}


def sentence(problem: Sequence[str]) -> str:
    """One problem of a row: `[field, fault, what was written]`."""
    field, fault, text = (*problem, "", "", "")[:3]
    said = _(SENTENCES[fault]) % {"text": text} if fault in SENTENCES else fault
    known = BY_NAME.get(field)
    return f"{str(known.label).capitalize()}: {said}" if known else said


def sentences(problems: Iterable[Sequence[str]]) -> list[str]:
    """What stops the row first, then what is only told."""
    ordered = sorted(problems, key=lambda problem: problem[1].startswith(NOTE))
    return [sentence(problem) for problem in ordered]
