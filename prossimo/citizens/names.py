"""Names of countries and languages, from Babel: people hold several, and some hold none."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from prossimo.core.text import fold

STATELESS = "XX"
# In Babel's list and no countries whose citizen one may be.
NO_COUNTRIES = {
    "AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "HM", "IC", "QO", "TA", "TF", "UM", "UN",
    "XA", "XB", "ZZ",
}  # fmt: skip
Choices = tuple[tuple[str, str], ...]


@cache
def _locale(language: str) -> Locale:
    return Locale(language if language in {"it", "en"} else "it")


@cache
def _countries(language: str) -> dict[str, str]:
    names = _locale(language).territories
    return _in_order({code: names[code] for code in map(str, names) if code not in NO_COUNTRIES})


@cache
def _languages(language: str) -> dict[str, str]:
    names = _locale(language).languages
    return _in_order({code: names[code] for code in map(str, names)})


def _in_order(names: dict[str, str]) -> dict[str, str]:
    """Two-letter codes only: the others are regions, continents and dialects."""
    kept = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return dict(sorted(kept, key=lambda pair: fold(pair[1])))


def country(code: str) -> str:
    if code == STATELESS:
        return _("apolide")
    return _countries(get_language() or "it").get(code, code)


def language(code: str) -> str:
    return _languages(get_language() or "it").get(code, code)


def country_choices() -> Choices:
    """Italy and «stateless» first, the others in order of name."""
    others = _countries(get_language() or "it")
    first = (("IT", others["IT"]), (STATELESS, country(STATELESS)))
    return (*first, *((code, name) for code, name in others.items() if code != "IT"))


def language_choices() -> Choices:
    return tuple(_languages(get_language() or "it").items())
