"""What is asked about doubles: which ones to look at, what stays of two files, why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import PairFinder, PairState
from prossimo.citizens.forms.people import line
from prossimo.citizens.models import Person
from prossimo.citizens.operations.merging import BOTH, GONE, GROUPS, KEPT, LISTS, TOGETHER
from prossimo.citizens.queries.doubles_compared import SAME, Line
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import RadioChips

LEFT, RIGHT = "left", "right"
OFFERED = (*GROUPS, *LISTS)


class DoublesFilter(forms.Form):
    """The work list, read as a sentence."""

    stato = forms.ChoiceField(
        label=gettext_lazy("coppie"),
        required=False,
        choices=[
            (state.value, state.label)
            for state in (PairState.WAITING, PairState.DIFFERENT, PairState.STALE)
        ],
    )
    fascia = forms.ChoiceField(
        label=gettext_lazy("quanto si somigliano"),
        required=False,
        choices=[
            ("", gettext_lazy("tutte")),
            ("certo", gettext_lazy("quasi certe")),
            ("probabile", gettext_lazy("probabili")),
            ("possibile", gettext_lazy("possibili")),
        ],
    )
    quartiere = forms.ModelChoiceField(
        label=gettext_lazy("quartiere"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=gettext_lazy("tutti i quartieri"),
    )
    trovata = forms.ChoiceField(
        label=gettext_lazy("trovate da"),
        required=False,
        choices=[("", gettext_lazy("chiunque")), *PairFinder.choices],
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
        if actor.municipality_id:
            quarters = quarters.filter(municipality=actor.municipality_id)
        field: Any = self.fields["quartiere"]
        field.queryset = quarters.defer("boundary")

    def asked(self) -> dict[str, Any]:
        """What narrows the list; what cannot be understood narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MergeForm(OnceFormMixin, forms.Form):
    """Which file stays, and of each thing on which the two differ, whose value."""

    keep = forms.ChoiceField(label=gettext_lazy("Quale scheda resta?"), widget=RadioChips)
    left_version = forms.IntegerField(widget=forms.HiddenInput)
    right_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = line(
        gettext_lazy("Perché è la stessa persona"), 300,
        help_text=gettext_lazy("Per esempio: «ha mostrato la carta d'identità». Resta nella storia."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        left: Person,
        right: Person,
        lines: Sequence[Line],
        keep: str = LEFT,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["keep"].choices = [
            (LEFT, _("quella a sinistra")),
            (RIGHT, _("quella a destra")),
        ]
        fields["keep"].initial = keep
        fields["left_version"].initial, fields["right_version"].initial = (
            left.version,
            right.version,
        )
        self.choices_offered = [each for each in lines if _is_a_choice(each)]
        for each in self.choices_offered:
            fields[each.key] = forms.ChoiceField(
                label=each.label, choices=_choices(each), widget=forms.RadioSelect,
                initial=_proposed(each, keep),
            )  # fmt: skip

    def rows(self) -> list[tuple[Line, list[Any]]]:
        """Each choice with its radio buttons, for a line of the page."""
        return [(each, list(self[each.key])) for each in self.choices_offered]

    def chosen(self) -> dict[str, str]:
        """What `merge_people` is told: whose value stays, seen from the file that stays."""
        keep = self.cleaned_data["keep"]
        said = {}
        for each in self.choices_offered:
            side = self.cleaned_data[each.key]
            said[each.key] = side if side in {BOTH, KEPT} else KEPT if side == keep else GONE
        return said


def _is_a_choice(each: Line) -> bool:
    """Nothing is asked where the two say the same, or neither says anything."""
    if each.key not in OFFERED or each.outcome == SAME:
        return False
    return bool(each.left or each.right)


def _choices(each: Line) -> list[tuple[str, str]]:
    if each.key in LISTS:  # what the file that stays has, it has
        every = ", ".join(filter(None, [each.left, each.right]))
        return [(BOTH, every), (KEPT, _("solo quelli della scheda che resta"))]
    both = [(BOTH, _("tutti e due"))] if each.key in TOGETHER else []
    return [(LEFT, each.left or "—"), (RIGHT, each.right or "—"), *both]


def _proposed(each: Line, keep: str) -> str:
    """What is known wins over what is missing; then the file that stays."""
    if each.key in LISTS:
        return BOTH
    if not (each.left and each.right):
        return LEFT if each.left else RIGHT
    if each.key in TOGETHER:
        return BOTH
    return keep


class WhyForm(OnceFormMixin, forms.Form):
    """Why two files are separated again."""

    why = line(
        gettext_lazy("Perché sono due persone"), 300,
        help_text=gettext_lazy("Resta scritto: nessuno le proporrà di nuovo come una sola."),
    )  # fmt: skip


class ReportForm(forms.Form):
    """The other file of the same person, looked for by whoever noticed."""

    altra = forms.CharField(required=False, max_length=40)
    altra_text = line(gettext_lazy("L'altra scheda"), 200)
