"""Words said in the language of whoever asks: looked up once for each language, then remembered.

For every word Django walks a list of catalogues, one for each rule of plurals it met, and a page has
a hundred words. What a catalogue says does not change while a process lives.
"""

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import trans_real

KINDS = (str, SafeString)  # the words of templates come marked safe, and stay so
MOST_WORDS = 20_000  # a language: several times what our catalogues hold


def gettext(message: str) -> str:
    """What Django's own `gettext` answers; the words are kept beside the language that says them."""
    spoken = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
    if spoken is None or type(message) not in KINDS:
        return trans_real.gettext(message)
    known: dict[str, str] = spoken.__dict__.setdefault("known_words", {})
    said = known.get(message)
    if said is None:
        if len(known) >= MOST_WORDS:
            known.clear()
        plain = str.__str__(message)  # without the mark: what is kept serves everybody
        said = known[plain] = trans_real.gettext(plain)
    return mark_safe(said) if type(message) is SafeString else said


def remember_words() -> None:
    """Stand in the place of Django's own, for the whole process."""
    translation._trans.gettext = gettext  # type: ignore[attr-defined]
