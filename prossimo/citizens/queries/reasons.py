"""Why somebody is among the results, in the words of the screens."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Reason = tuple[Promise | str, ...]

NUMBER = (_("numero di scheda"),)
NUMBER_GONE = (_("numero di una scheda confluita in questa"),)

SURNAME = (_("cognome"),)
NAME = (_("nome"),)
SURNAME_BEGUN = (_("inizio del cognome"),)
NAME_BEGUN = (_("inizio del nome"),)
FULL_NAME = (_("cognome e nome"),)
ALL_WORDS = (_("tutte le parole del nome"),)
BOTH_BEGUN = (_("inizio di cognome e nome"),)
NEAR_NAME = (_("nome quasi uguale"),)
LIKE_NAME = (_("nome simile"),)
AS_TYPED = (SURNAME, NAME, FULL_NAME, ALL_WORDS)  # nobody else was meant

BIRTH = (_("data di nascita"),)
BIRTH_YEAR = (_("anno di nascita"),)

CODE = (_("codice fiscale"),)
CODE_BEGUN = (_("inizio del codice fiscale"),)
CODE_NEAR = (_("codice fiscale quasi uguale"),)
CODE_FORMER = (_("codice fiscale precedente"),)
CODE_GONE = (_("codice fiscale di una scheda confluita in questa"),)

PHONE = (_("telefono"),)
ADDRESS = (_("indirizzo"),)
NEAR_ADDRESS = (_("indirizzo quasi uguale"),)
OTHER_ADDRESS = (_("un altro indirizzo"),)


def told(reason: Iterable[Promise | str]) -> str:
    """The reason as it is shown."""
    return ", ".join(str(part) for part in reason)
