"""The contact as a telephone asks it: no person is looked for, and whatever arrives is checked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from prossimo.access.choices import Channel, Subject
from prossimo.access.forms.contacts import NewContactForm
from prossimo.access.forms.fields import LongWords
from prossimo.accounts.idempotency import FIELD
from prossimo.ui.forms import field_of

# What a telephone does not ask: whom it is about is tied afterwards, with the network.
NOT_ASKED = ("person", "person_text", "nobody", "for_household", "channel", "main", "minutes",
             "private_note", "opened")  # fmt: skip
SHOWN = ("desk", "reasons", "needs", "given", "urgency", "speaker", "speaker_name", "target_group",
         "no_service", "missing", "missing_service", "note", "happened_at")  # fmt: skip


class OutreachForm(NewContactForm):
    """What was heard in the street: where it counts, why, what is needed, what was given."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in NOT_ASKED:
            self.fields.pop(name, None)
        self.order_fields(SHOWN)
        field_of(self, "desk").error_messages["invalid_choice"] = gettext_lazy(
            "Lo sportello è chiuso, o non è fra i tuoi: scegline un altro."
        )
        happened = field_of(self, "happened_at")
        happened.help_text = gettext_lazy("Vuoto: quando l'hai scritto.")

    def values(self) -> dict[str, Any]:
        told = super().values()
        return {**told, "subject": Subject.NOBODY, "channel": Channel.OUTREACH, "minutes": None}

    def recorded(self) -> dict[str, Any]:
        """What the operation that records a contact asks."""
        told = self.cleaned_data
        return {
            "desk": told["desk"],
            "reasons": told["reasons"],
            "urgency": int(told["urgency"]),
            "missing": told.get("missing"),
            **self.values(),
        }

    def faults(self) -> str:
        """What is wrong, field by field, on one line."""
        said = [
            f"{self._named(name)}{fault}"
            for name, faults in self.errors.items()
            for fault in faults
        ]
        return " ".join(said)[:500]

    def _named(self, name: str) -> str:
        if name not in self.fields:
            return ""
        label = str(self.fields[name].label)
        return f"{label} " if label.endswith("?") else f"{label}: "


class ArrivedForm(OutreachForm):
    """The same of a parcel: what stands in it is data, not a form of ours that came back."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields[FIELD]


class LateRefusalForm(forms.Form):
    """Why what arrived late is not registered."""

    why = LongWords(label=gettext_lazy("Perché non lo registri?"), max_length=500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["why"].required = True


def posted(fields: Mapping[str, Any], written_at: dt.datetime) -> "MultiValueDict[str, str]":
    """The fields of a parcel as a form reads them; whatever is no text is left out."""
    told: MultiValueDict[str, str] = MultiValueDict()
    for name in SHOWN:
        value = fields.get(name)
        kept = value if isinstance(value, list) else [value]
        told.setlist(name, [each for each in kept[:50] if isinstance(each, str)])
    if not (told.get("happened_at") or "").strip():
        told["happened_at"] = written_at.isoformat()
    return told


def initial_of(fields: Mapping[str, Any], written_at: dt.datetime) -> dict[str, Any]:
    """The content of a parcel as the form shows it: what does not read is left empty."""
    told = posted(fields, written_at)
    many = {"reasons", "given"}
    found: dict[str, Any] = {
        name: told.getlist(name) if name in many else told.get(name) for name in told
    }
    try:
        found["happened_at"] = parse_datetime(found["happened_at"]) or written_at
    except ValueError:
        found["happened_at"] = written_at
    return found
