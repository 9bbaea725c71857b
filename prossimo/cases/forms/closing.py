"""What is typed to close a case: how it went, and what becomes of its tasks and of its projects."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import CloseOutcome, GoalState
from prossimo.cases.choices.meetings import TaskState
from prossimo.cases.forms.cases import long_words
from prossimo.cases.models import Goal, Plan
from prossimo.cases.operations.closing import CONCLUDED, STOPPED, Ending
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

WHAT_BECOMES = [
    (CONCLUDED, gettext_lazy("si conclude")),
    (STOPPED, gettext_lazy("si interrompe")),
]
OF_PROJECTS = ("plan_", "goal_")
WENT = [each for each in GoalState.choices if each[0] != GoalState.OPEN]


class CloseForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Com'è andata"), choices=CloseOutcome.choices, widget=RadioChips
    )
    closing = long_words(gettext_lazy("Che cosa si è concluso"), rows=4)
    day = forms.DateField(label=gettext_lazy("Chiusa il"), widget=DateInput, initial=today)
    follow_up_on = forms.DateField(
        label=gettext_lazy("Da risentire il"), required=False, widget=DateInput,
        help_text=gettext_lazy("Un contatto dopo la chiusura, per sapere come va."),
    )  # fmt: skip
    tasks = forms.ChoiceField(
        label=gettext_lazy("I compiti ancora aperti"), required=False, widget=RadioChips,
        choices=[each for each in TaskState.choices if each[0] != TaskState.OPEN],
    )  # fmt: skip
    tasks_why = Words(
        label=gettext_lazy("Perché, o chi li porta avanti"), required=False, max_length=500
    )
    plans_why = Words(
        label=gettext_lazy("Perché si interrompe il progetto in corso"), required=False,
        max_length=500,
        help_text=gettext_lazy("C'è un progetto che non puoi leggere: chiudendo si interrompe."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, proposed: str, tasks: int,
        projects: Sequence[tuple[Plan, Sequence[Goal]]] = (), unseen: int = 0, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.projects = projects
        outcome = field_of(self, "outcome")
        if proposed:
            outcome.initial = proposed
            outcome.help_text = gettext_lazy("Proposto da com'è andata con gli obiettivi.")
        if tasks:
            said = ngettext("Ce n'è uno aperto.", "Ce ne sono %(n)s aperti.", tasks) % {"n": tasks}
            field_of(self, "tasks").help_text = said
        else:
            del self.fields["tasks"], self.fields["tasks_why"]
        if not unseen:
            del self.fields["plans_why"]
        for plan, goals in projects:
            self._ask(plan, goals)

    def _ask(self, plan: Plan, goals: Sequence[Goal]) -> None:
        """What becomes of a project; then, where it is concluded, how each open goal went."""
        key = f"plan_{plan.pk.hex}"
        self.fields[key] = forms.ChoiceField(
            label=_("In corso: %(plan)s") % {"plan": plan}, choices=WHAT_BECOMES,
            widget=RadioChips, required=False,
            help_text=_("Se si conclude, com'è andato lo dicono i suoi obiettivi; se si interrompe "
                        "restano come sono."),
        )  # fmt: skip
        for goal in goals:
            self.fields[f"goal_{goal.pk.hex}"] = forms.ChoiceField(
                label=_("Com'è andata: %(goal)s") % {"goal": goal.statement}, choices=WENT,
                widget=RadioChips, required=False,
            )  # fmt: skip
            self.fields[f"goal_{goal.pk.hex}_why"] = Words(
                label=_("Da che cosa lo si vede: %(goal)s") % {"goal": goal.statement},
                required=False, max_length=1000,
            )  # fmt: skip
        self.fields[f"{key}_why"] = Words(
            label=_("Perché si interrompe, o che cosa si è concluso"), required=False,
            max_length=500,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The answers about projects, gathered: the operation says what is missing."""
        told = super().clean() or {}
        endings = {plan.pk: self._ending(told, plan, goals) for plan, goals in self.projects}
        kept = {name: value for name, value in told.items() if not name.startswith(OF_PROJECTS)}
        return {**kept, "endings": endings}

    def _ending(self, told: dict[str, Any], plan: Plan, goals: Sequence[Goal]) -> Ending:
        key = f"plan_{plan.pk.hex}"
        went = {
            goal.pk: (told.get(f"goal_{goal.pk.hex}", ""), told.get(f"goal_{goal.pk.hex}_why", ""))
            for goal in goals
        }
        return Ending(told.get(key, ""), told.get(f"{key}_why", ""), went)
