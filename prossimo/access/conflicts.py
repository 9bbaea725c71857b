"""Two people on one contact: which fields disagree, and the text that comes of each choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from prossimo.access.choices import Given
from prossimo.access.forms.contacts import ContactEditForm, initial_of
from prossimo.access.models import Contact
from prossimo.access.wording import NOTHING

MINE, THEIRS, BOTH = "mio", "suo", "unisci"
PREFIX = "scelta_"
# Fields that say one thing together: whoever wins, wins for all of them.
TOGETHER = {"person": ("person", "person_text", "nobody", "for_household")}
PARTS = {part for parts in TOGETHER.values() for part in parts} - set(TOGETHER)
LISTS = {"reasons", "given"}
TEXTS = {"needs", "note"}
SILENT = {"version", "why", "idempotency_key", "draft_key", "main"}


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field that is not the same in the two texts."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str
    before: str = ""
    mergeable: bool = False

    @property
    def control(self) -> str:
        return PREFIX + self.name


def disputes(
    form: ContactEditForm, theirs: Contact, before: Mapping[str, Any] | None
) -> list[Dispute]:
    """Field by field: what I wrote, what stands there now, and what is proposed to keep.

    What only one of the two touched is proposed as that one left it; a text that both wrote is
    proposed joined.
    """
    now = initial_of(theirs)
    found = []
    for bound in form.visible_fields():
        name = bound.name
        if name in SILENT or name in PARTS:
            continue
        mine, there = _told(form, name, bound.value()), _told(form, name, now.get(name))
        if mine == there and not _parts_differ(form, name, now):
            continue
        was = _told(form, name, before.get(name)) if before else None
        found.append(
            Dispute(
                name=name,
                label=str(bound.label),
                mine=_words(
                    form,
                    name,
                    bound.value(),
                    form["person_text"].value() if name == "person" else "",
                ),
                theirs=_words(form, name, now.get(name), now["person_text"]),
                before=str((before or {}).get(name) or "") if name in TEXTS else "",
                chosen=_proposed(name, mine, there, was),
                mergeable=name in LISTS | TEXTS,
            )
        )
    return found


def resolved(posted: QueryDict, theirs: Contact) -> QueryDict:
    """My text with the choices made: theirs where theirs was kept, both where both were."""
    data = posted.copy()
    now = initial_of(theirs)
    for key in posted:
        if not key.startswith(PREFIX):
            continue
        name, choice = key.removeprefix(PREFIX), posted[key]
        del data[key]
        for part in TOGETHER.get(name, (name,)):
            if choice == THEIRS:
                _put(data, part, now.get(part))
            elif choice == BOTH and part in LISTS:
                data.setlist(part, list(dict.fromkeys([*posted.getlist(part), *now[part]])))
            elif choice == BOTH and part in TEXTS:
                data[part] = joined(posted.get(part, ""), now[part])
    return data


def joined(mine: str, theirs: str) -> str:
    """Both texts, once each.

    >>> joined("Chiede casa", "Ha perso il lavoro")
    'Ha perso il lavoro\\nChiede casa'
    >>> joined("Chiede casa, subito", "Chiede casa")
    'Chiede casa, subito'
    """
    mine, theirs = mine.strip(), theirs.strip()
    if not mine or mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}\n{mine}"


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, [str(item) for item in value])
    elif value is True:
        data[name] = "on"
    elif value in (None, False):
        data.pop(name, None)
    else:
        data[name] = str(value)


def _told(form: ContactEditForm, name: str, value: Any) -> object:
    """A value as it can be compared, whether it comes from the screen or from the row."""
    if name in LISTS:
        keys = [str(item) for item in value or ()]
        return keys if name == "reasons" else sorted(keys)
    if isinstance(value, bool) or name == "no_service":
        return bool(value)
    return str(value if value is not None else "").strip().replace("\r\n", "\n")


def _parts_differ(form: ContactEditForm, name: str, now: Mapping[str, Any]) -> bool:
    return any(
        bool(form[part].value()) != bool(now[part])
        for part in TOGETHER.get(name, ())
        if part in form.fields and part not in (name, "person_text")
    )


def _proposed(name: str, mine: object, theirs: object, before: object) -> str:
    if before is not None and mine == before:
        return THEIRS
    if before is not None and theirs == before:
        return MINE
    return BOTH if name in LISTS | TEXTS else MINE


def _words(form: ContactEditForm, name: str, value: Any, person: str) -> str:
    if name == "person":
        return person or _("Senza nome")
    if name == "given":
        return ", ".join(str(Given(key).label) for key in value or ()) or NOTHING
    choices = dict(getattr(form.fields[name], "choices", ()))
    if name == "reasons":
        return ", ".join(str(choices.get(str(key), key)) for key in value or ()) or NOTHING
    if name == "no_service":
        return _("sì") if value else _("no")
    return str(choices.get(str(value), value) if value not in (None, "") else NOTHING)
