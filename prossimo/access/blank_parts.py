"""The parts of the contact that are the same on every empty page: drawn once a process.

The page opens hundreds of times an hour, and most of its cost was drawing the same empty fields.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from prossimo.access.forms.contacts import NewContactForm

PARTS = ("where", "known", "nobody", "speaker", "why", "group", "rest")
MOST_KEPT = 512  # vocabularies of reasons, and lists of desks, in each language
_kept: dict[object, SafeString] = {}


def parts_of(form: NewContactForm, *, blank: bool) -> dict[str, SafeString]:
    """The parts as the form fills them; those of an empty form are kept.

    A page otherwise empty proposes two things: the desk of the day, and the group by the age.
    """
    if not blank:
        return {name: draw(form, name) for name in PARTS}
    desk, group = form.initial.get("desk"), form.initial.get("target_group", "")
    proposed = {"where": (desk, *form.fields["desk"].choices), "group": group}  # type: ignore[attr-defined]
    same = (get_language(), form.actor.ceiling, tuple(form.offered))
    return {name: _once(form, name, (*same, name, proposed.get(name))) for name in PARTS}


def _once(form: NewContactForm, name: str, key: object) -> SafeString:
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = draw(form, name)
    return _kept[key]


def draw(form: NewContactForm, name: str) -> SafeString:
    return render_to_string(f"access/contact_parts.html#{name}", {"form": form})
