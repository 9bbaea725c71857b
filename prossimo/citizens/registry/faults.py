"""What is wrong with a whole file, in words that say where and how to mend it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

EMPTY = gettext_noop("Il file è vuoto: esportalo di nuovo dal programma dell'anagrafe.")
TOO_LARGE = gettext_noop("Il file è più grande di %(most)s MB: dividilo in parti.")
BINARY = gettext_noop(
    "Il file non è un testo né un foglio di calcolo: salvalo come CSV, XLSX o ODS."
)
OPEN_QUOTE = gettext_noop(
    "Alla riga %(line)s una virgoletta si apre e non si chiude: correggi la riga o esporta di nuovo."
)
CUT = gettext_noop(
    "Il file finisce a metà della riga %(line)s: la copia si è interrotta, caricalo di nuovo."
)
TOO_WIDE = gettext_noop(
    "Il file ha %(found)s colonne, al massimo possono essere %(most)s: controlla il separatore."
)
TOO_LONG = gettext_noop("Il file ha più di %(most)s righe: dividilo in parti.")
LONG_LINE = gettext_noop(
    "La riga %(line)s è lunghissima: forse manca un «a capo», o una virgoletta non si chiude."
)
ONE_COLUMN = gettext_noop(
    "Nella prima riga c'è una colonna sola: servono i nomi delle colonne, separati da «;» o «,»."
)
NO_ROWS = gettext_noop("Il file ha solo la riga dei nomi delle colonne: mancano le persone.")
SHEET_BROKEN = gettext_noop(
    "Il foglio di calcolo non si apre: è rovinato o tagliato. Salvalo di nuovo."
)
SHEET_LOCKED = gettext_noop("Il foglio di calcolo ha una password: salvalo senza.")
UNPACKED = gettext_noop(
    "Il foglio di calcolo, una volta aperto, supera %(most)s MB: salvalo come CSV."
)
TWICE = gettext_noop("La colonna «%(name)s» compare due volte: lasciane una sola.")
WRONG_BYTES = gettext_noop(
    "Alla riga %(line)s ci sono caratteri che non si leggono: esporta il file in UTF-8."
)


class UnreadableFile(ValueError):
    """The file cannot be read as a table; the sentence is translated when it is shown."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence)

    def __str__(self) -> str:
        return _(self.sentence) % self.values
