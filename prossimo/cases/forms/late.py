"""Which late things the list shows, read as a sentence."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.choices import UserArea
from prossimo.cases.choices.late import LateKind
from prossimo.cases.models.case import CaseQuerySet
from prossimo.ui.forms import field_of

ANY = gettext_lazy("tutto")


class LateFilter(forms.Form):
    """What, of whose, in which area."""

    kind = forms.ChoiceField(
        label=gettext_lazy("che cosa"), required=False, choices=[("", ANY), *LateKind.choices]
    )
    owner = forms.ChoiceField(label=gettext_lazy("di chi"), required=False)
    area = forms.ChoiceField(
        label=gettext_lazy("area"), required=False,
        choices=[("", gettext_lazy("tutte")), *UserArea.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, owners: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        listed = list(owners)
        if listed:
            field_of(self, "owner").choices = [("", gettext_lazy("di tutti")), *listed]
        else:
            del self.fields["owner"]

    def told(self) -> dict[str, str]:
        return dict(self.cleaned_data) if self.is_valid() else {}

    def narrow(self, rows: CaseQuerySet) -> CaseQuerySet:
        told = self.told()
        if told.get("owner"):
            rows = rows.filter(owner=UUID(told["owner"]))
        return rows.filter(user_area=told["area"]) if told.get("area") else rows

    def sentence(self) -> str:
        """The filters in words."""
        told = self.told()
        fields = {name: field_of(self, name) for name in self.fields}
        words = [
            str(dict(fields[name].choices).get(value, "")) for name, value in told.items() if value
        ]
        return ", ".join(words)
