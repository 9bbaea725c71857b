"""Fields shared by the forms of the door: cleaned text, and reasons whose order means something."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prossimo.access.models import Reason
from prossimo.access.queries.unmet import NeedName
from prossimo.catalogue.choices import NeedTheme
from prossimo.catalogue.models import Need
from prossimo.ui.forms import Chips, Words

LONG_TEXT = 4000


class LongWords(Words):
    """A text of a few lines."""

    def __init__(self, *, rows: int = 2, **more: Any) -> None:
        more.setdefault("max_length", LONG_TEXT)
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ReasonsField(forms.MultipleChoiceField):
    """Several reasons as chips; the first one posted is the main one."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Perché è qui?"),
            widget=Chips(main=True, filterable=True),
            error_messages={"required": _("Indica almeno un motivo: è ciò che l'ufficio conta.")},
            **more,
        )
        self.known: dict[str, Reason] = {}

    def offer(self, reasons: Iterable[Reason]) -> None:
        self.known = {str(reason.pk): reason for reason in reasons}
        self.choices = [(key, reason.label) for key, reason in self.known.items()]

    def clean(self, value: Any) -> list[Reason]:
        keys: Sequence[str] = super().clean(value)
        return [self.known[key] for key in dict.fromkeys(keys)]

    def validate(self, value: Any) -> None:
        unknown = [key for key in value if key not in self.known]
        if unknown:
            raise ValidationError(_("Uno dei motivi scelti non è più in uso: scegline un altro."))
        super().validate(value)


class NeedField(forms.ChoiceField):
    """A need of the vocabulary, in groups by theme: letters typed in the list jump to a need."""

    def offer(self, needs: Callable[[], Iterable[NeedName]]) -> None:
        """The vocabulary is read only where the list is drawn, or something was chosen from it."""
        self.choices = lambda: _by_theme(needs())

    def clean(self, value: Any) -> Need | None:
        key = super().clean(value)
        return Need.objects.get(pk=key) if key else None


def _by_theme(needs: Iterable[NeedName]) -> list[Any]:
    themes: dict[str, list[tuple[str, str]]] = {}
    for need in needs:
        themes.setdefault(need.theme, []).append((str(need.pk), need.label))
    groups = [(str(NeedTheme(key).label).capitalize(), found) for key, found in themes.items()]
    return [("", _("scegli")), *groups]
