"""The parts of the contact that are the same on every empty page: drawn once a process.

The page opens hundreds of times an hour, and most of its cost was drawing the same empty fields.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from prossimo.access.forms.contacts import NewContactForm

PARTS = ("known", "nobody", "speaker", "why", "group", "rest")
MOST_KEPT = 64  # vocabularies of reasons × languages
Parts = dict[str, SafeString]
_kept: dict[object, Parts] = {}


def parts_of(form: NewContactForm, *, blank: bool) -> Parts:
    """The parts as the form fills them; those of an empty form are kept.

    The group is proposed from the age: it may be filled on a page otherwise empty.
    """
    if not blank:
        return {name: draw(form, name) for name in PARTS}
    key = (get_language(), form.actor.ceiling, tuple(form.offered))
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = {name: draw(form, name) for name in PARTS if name != "group"}
    return {**_kept[key], "group": draw(form, "group")}


def draw(form: NewContactForm, name: str) -> SafeString:
    return render_to_string(f"access/contact_parts.html#{name}", {"form": form})
