"""The words that people read, gathered from code and pages, and their English beside them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    context_re,
    endblock_re,
    inline_re,
    plural_re,
)

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
LONG_AGO = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)  # so that the file changes only with its words


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a page: with its plural where it counts, its context where it is ambiguous."""

    text: str
    plural: str = ""
    context: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is wrong with a catalogue: nothing, hopefully."""

    missing: list[str]
    stale: list[str]
    broken: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.broken)


def said_in_template(source: str) -> Iterator[Said]:
    """The texts of a Django template, as Django itself will look them up.

    >>> [said.text for said in said_in_template('{% translate "Salva" %} {{ x|default:_("no") }}')]
    ['Salva', 'no']
    """
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == "comment":
            _skip_to(tokens, "endcomment")
        elif token.token_type == TokenType.BLOCK and (opening := block_re.match(token.contents)):
            yield from _constants(token)
            yield _block(token, opening[1], tokens)
        elif token.token_type == TokenType.BLOCK and (inline := inline_re.match(token.contents)):
            yield Said(_bare(inline[1]).replace("%", "%%"), context=_context(inline[2]))
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from _constants(token)


def _skip_to(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == end:
            return


def _constants(token: Token) -> Iterator[Said]:
    for quoted in constant_re.findall(token.contents):
        yield Said(_bare(quoted).replace("%", "%%"))


def _block(opening: Token, context: str | None, tokens: Iterator[Token]) -> Said:
    """A `blocktranslate` up to its end: variables become `%(name)s`."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif endblock_re.match(token.contents):
            break
        elif plural_re.match(token.contents):
            parts.append([])
    trim = trim_whitespace if "trimmed" in opening.split_contents() else str
    texts = [trim("".join(part)) for part in parts]
    return Said(texts[0], texts[1] if len(texts) > 1 else "", _context(context))


def _context(said: str | None) -> str | None:
    found = context_re.match(said) if said else None
    return _bare(found[1]) if found else None


def _bare(quoted: str) -> str:
    return quoted[1:-1]


def template(root: Path = ROOT) -> "Catalog":
    """Every text of the house, with the files where it stands."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_file

    catalog = Catalog(charset="utf-8")
    for file in sorted(root.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        place = [(str(file.relative_to(root.parent)), 0)]
        for _line, text, _comments, context in extract_from_file("python", file, keywords=KEYWORDS):
            catalog.add(text, locations=place, context=context)
    for file in sorted(root.rglob("templates/**/*")):
        if file.suffix not in {".html", ".txt"}:
            continue
        place = [(str(file.relative_to(root.parent)), 0)]
        for said in said_in_template(file.read_text(encoding="utf-8")):
            catalog.add(said.id, locations=place, context=said.context)
    return catalog


def english(file: Path = ENGLISH) -> "Catalog":
    """The English catalogue as it stands, empty where there is none."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not file.exists():
        return Catalog(locale="en")
    with file.open("rb") as stream:
        return read_po(stream, locale="en")


def update(file: Path = ENGLISH, root: Path = ROOT) -> Gaps:
    """Bring the catalogue up to the code: new texts come in empty, old ones go, the rest stays."""
    from babel.messages.pofile import write_po

    catalog = english(file)
    catalog.update(template(root), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.project, catalog.version = "Prossimo", ""
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = ""
    catalog.header_comment = "# English words of Prossimo. The source language is Italian."
    catalog.creation_date = catalog.revision_date = LONG_AGO
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, width=100, include_lineno=False, sort_by_file=True)
    return gaps(file, root)


def gaps(file: Path = ENGLISH, root: Path = ROOT) -> Gaps:
    """Texts without English, English without a text, and placeholders that do not match."""
    wanted, given = template(root), english(file)
    have = {(_first(m.id), m.context): m for m in given if m.id}
    want = {(_first(m.id), m.context): m for m in wanted if m.id}
    missing = [
        text
        for (text, context), message in want.items()
        if not ((known := have.get((text, context))) and _whole(known.string))
        or isinstance(known.id, str) != isinstance(message.id, str)
    ]
    broken = [
        f"{_first(message.id)}: {error}" for message, errors in given.check() for error in errors
    ]
    return Gaps(missing, sorted(text for text, _ in set(have) - set(want)), broken)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _whole(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    parts = [translation] if isinstance(translation, str) else translation
    return bool(parts) and all(parts or ())
