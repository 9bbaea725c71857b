"""Why a file is not taken, in a sentence that says how to mend it."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WHY = {
    "empty": _("Il file è vuoto."),
    "size": _("Il file supera i %(most)s MB: riducilo o dividilo."),
    "kind": _(
        "Questo tipo di file non si può allegare. Vanno bene PDF, fotografie JPEG e PNG, testi "
        "(TXT, ODT, DOCX) e fogli (ODS, XLSX)."
    ),
    "ending": _(
        "Il nome finisce con «.%(ending)s», ma il contenuto è di un altro tipo: salvalo di nuovo "
        "dal programma che l'ha creato."
    ),
    "broken": _("Il file è rovinato o incompleto: prova ad aprirlo e a salvarlo di nuovo."),
    "pixels": _("L'immagine supera i %(most)s milioni di punti: riducila."),
    "unpacked": _("Il contenuto compresso di questo file è troppo grande per essere controllato."),
    "macro": _("Il file contiene macro o altri programmi: salvalo senza, o in PDF."),
    "active": _(
        "Questo PDF contiene programmi o altri file al suo interno: stampalo in un nuovo PDF e "
        "allega quello."
    ),
    "hidden": _("Il file nasconde altro oltre al documento: salvalo di nuovo e riprova."),
    "locked": _("Il file è protetto da una password: allega una copia senza."),
    "virus": _("Il controllo antivirus ha trovato qualcosa in questo file: non è stato salvato."),
    "unscanned": _("Il controllo antivirus non risponde: riprova tra poco."),
}


class Refused(ValidationError):
    """A file that is not taken; `key` says why to the journal."""

    def __init__(self, key: str, **said: Any) -> None:
        super().__init__(WHY[key], code=key, params=said)
        self.key = key


def refuse(key: str, **said: Any) -> NoReturn:
    raise Refused(key, **said)
