"""What is typed about checks: which to see, and how each ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import TaskKind, TaskState
from prossimo.citizens.fields import LineField
from prossimo.territory.models import Neighbourhood


class TaskFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("di tipo"), required=False, choices=[("", _("qualunque")), *TaskKind.choices]
    )
    quartiere = forms.ModelChoiceField(
        label=_("nel quartiere"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("qualunque"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
        if actor.municipality_id:
            quarters = quarters.filter(municipality=actor.municipality_id)
        field: Any = self.fields["quartiere"]
        field.queryset = quarters.defer("boundary")


class CloseForm(forms.Form):
    version = forms.IntegerField(min_value=1)
    state = forms.ChoiceField(choices=TaskState.choices)
    note = LineField(required=False, max_length=300)
