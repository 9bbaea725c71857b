"""What is typed in a verification: goal by goal, commitment by commitment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices.meetings import FindingResult
from prossimo.cases.models import Commitment, Finding, Goal
from prossimo.cases.operations.monitoring import OF_COMMITMENTS, OF_GOALS, Looked
from prossimo.ui.forms import RadioChips, Words


def _choices(results: tuple[FindingResult, ...]) -> list[tuple[str, Any]]:
    return [(str(each), each.label) for each in results]


class GoalsForm(OnceFormMixin, forms.Form):
    """One group of fields for each goal and each commitment; what is left empty is not looked at."""

    def __init__(
        self, *args: Any, goals: list[Goal], commitments: list[Commitment],
        known: list[Finding], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.goals, self.commitments = goals, commitments
        before = {each.goal_id or each.commitment_id: each for each in known}
        for goal in goals:
            self._ask(goal, OF_GOALS, before.get(goal.pk))
        for commitment in commitments:
            self._ask(commitment, OF_COMMITMENTS, before.get(commitment.pk))

    def _ask(
        self, of: Goal | Commitment, results: tuple[FindingResult, ...], known: Finding | None
    ) -> None:
        key = of.pk.hex
        self.fields[f"result_{key}"] = forms.ChoiceField(
            label=gettext_lazy("Com'è andata"), choices=_choices(results), widget=RadioChips,
            required=False, initial=known.result if known else None,
        )  # fmt: skip
        self.fields[f"evidence_{key}"] = Words(
            label=gettext_lazy("Da che cosa lo si vede"), required=False, max_length=1000,
            initial=known.evidence if known else "",
        )  # fmt: skip
        self.fields[f"next_{key}"] = Words(
            label=gettext_lazy("Prossimo passo"), required=False, max_length=500,
            initial=known.next_step if known else "",
        )  # fmt: skip

    def lines(self) -> list[Goal | Commitment]:
        return [*self.goals, *self.commitments]

    def groups(self) -> list[tuple[Goal | Commitment, list[Any]]]:
        """Each goal and commitment with its fields, as the page draws them."""
        names = ("result", "evidence", "next")
        return [(of, [self[f"{name}_{of.pk.hex}"] for name in names]) for of in self.lines()]

    def looked(self) -> list[Looked]:
        told = self.cleaned_data
        return [
            Looked(
                of, told[f"result_{of.pk.hex}"], told[f"evidence_{of.pk.hex}"],
                told[f"next_{of.pk.hex}"],
            )
            for of in self.lines()
        ]  # fmt: skip
