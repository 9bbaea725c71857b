"""Words said in the language of whoever asks: looked up once for each language, then remembered.

For every word Django walks a list of catalogues, one for each rule of plurals it met, and a page has
a hundred words. What a catalogue says does not change while a process lives.
"""

from django.utils import translation
from django.utils.translation import trans_real

MOST_WORDS = 20_000  # a language: several times what our catalogues hold


def gettext(message: str) -> str:
    """What Django's own `gettext` answers; the words are kept beside the language that says them."""
    spoken = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
    if spoken is None or type(message) is not str:  # of a text marked safe Django keeps the mark
        return trans_real.gettext(message)
    known: dict[str, str] = spoken.__dict__.setdefault("known_words", {})
    said = known.get(message)
    if said is None:
        if len(known) >= MOST_WORDS:
            known.clear()
        said = known[message] = trans_real.gettext(message)
    return said


def remember_words() -> None:
    """Stand in the place of Django's own, for the whole process."""
    translation._trans.gettext = gettext  # type: ignore[attr-defined]
