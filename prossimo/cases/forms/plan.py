"""What is typed in a project: its goals, who does what, commitments, money, answers, signatures."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import (
    NAMED_DOERS,
    BudgetPeriod,
    BudgetSource,
    Doer,
    GoalTheme,
    PlanKind,
    PlanOutcome,
    Side,
)
from prossimo.cases.forms.cases import long_words
from prossimo.cases.models import CaseMember, CaseNeed, PlanAction
from prossimo.cases.operations.plan_lines import OF_DOER
from prossimo.cases.queries.planning import Choosable
from prossimo.citizens.forms.parts import EuroField
from prossimo.core.periods import today
from prossimo.ui.forms import Chips, DateInput, RadioChips, Words, field_of

ALL_OF_THEM = gettext_lazy("tutti")
CHOOSE = gettext_lazy("scegli")


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name}, {obj.get_role_display()}"


class VersionedForm(OnceFormMixin, forms.Form):
    """A form that may be of something new or of something that others change too."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        aside = {"version", "idempotency_key", "draft"}
        return {name: value for name, value in self.cleaned_data.items() if name not in aside}


class PlanForm(VersionedForm):
    """What kind of project, where it wants to arrive, how often one looks at it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), choices=PlanKind.choices, widget=RadioChips
    )
    aim = long_words(
        gettext_lazy("Dove si vuole arrivare"), most=2000, required=False,
        help_text=gettext_lazy("Con le parole della persona: «voglio tornare a casa mia»."),
    )  # fmt: skip
    review_every = forms.IntegerField(
        label=gettext_lazy("Si rivede ogni quanti giorni"), min_value=7, max_value=730, initial=90
    )

    def __init__(self, *args: Any, known: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if known:
            del self.fields["kind"]


class GoalForm(VersionedForm):
    """Something to reach: from what one sees it, how it is now, how it will be, by when, for whom."""

    needs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("A quali bisogni risponde"),
        queryset=CaseNeed.objects.none(),
        widget=Chips,
        required=False,
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Tema"), choices=GoalTheme.choices, widget=RadioChips
    )
    statement = Words(label=gettext_lazy("Che cosa si vuole ottenere"), max_length=500)
    indicator = Words(
        label=gettext_lazy("Da che cosa si vede"), max_length=300, required=False,
        help_text=gettext_lazy("Per esempio: ricevute, presenze, un contratto."),
    )  # fmt: skip
    baseline = Words(label=gettext_lazy("Com'è adesso"), max_length=300, required=False)
    target = Words(label=gettext_lazy("Come sarà"), max_length=300, required=False)
    horizon_on = forms.DateField(
        label=gettext_lazy("Entro il"), widget=DateInput,
        initial=lambda: today() + dt.timedelta(days=90),
    )  # fmt: skip
    member = MemberChoice(
        label=gettext_lazy("Per chi"),
        queryset=CaseMember.objects.none(),
        required=False,
        empty_label=ALL_OF_THEM,
    )

    def __init__(self, *args: Any, members: Any, needs: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "member").queryset = members
        field_of(self, "needs").queryset = needs

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "needs"}


class ActionForm(VersionedForm):
    """What is done, and who does it: chosen among who is known, or named."""

    what = Words(label=gettext_lazy("Che cosa si fa"), max_length=500)
    who = forms.ChoiceField(label=gettext_lazy("Chi lo fa"))
    name = Words(
        label=gettext_lazy("Come si chiama"), max_length=160, required=False,
        help_text=gettext_lazy("Serve per un vicino, un'associazione, un negozio o altri."),
    )  # fmt: skip
    frequency = Words(
        label=gettext_lazy("Ogni quanto"), max_length=120, required=False,
        help_text=gettext_lazy("Per esempio: il martedì pomeriggio."),
    )  # fmt: skip
    from_on = forms.DateField(label=gettext_lazy("Dal"), required=False, widget=DateInput)
    to_on = forms.DateField(label=gettext_lazy("Al"), required=False, widget=DateInput)

    def __init__(self, *args: Any, choosable: Choosable, **more: Any) -> None:
        super().__init__(*args, **more)
        self.choosable = choosable
        named = [(str(doer), Doer(doer).label) for doer in NAMED_DOERS]
        groups: list[Any] = [("", CHOOSE), (_("Vicino a casa"), named)]
        groups += [(Doer(doer).label, rows) for doer, rows in choosable.offered() if rows]
        field_of(self, "who").choices = groups

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        who = told.get("who", "")
        if who in {str(doer) for doer in NAMED_DOERS} and not told.get("name"):
            self.add_error("name", ValidationError(_("Scrivi come si chiama.")))
        return told

    def values(self) -> dict[str, Any]:
        told = super().values()
        doer, _colon, key = told.pop("who").partition(":")
        chosen = {OF_DOER[Doer(doer)]: self.choosable.row(doer, uuid.UUID(key))} if key else {}
        return {**dict.fromkeys(OF_DOER.values()), **told, "doer": doer, **chosen}


def who_of(action: PlanAction) -> str:
    """The choice that stands for who does an action."""
    attribute = OF_DOER.get(Doer(action.doer))
    return f"{action.doer}:{getattr(action, attribute).pk}" if attribute else action.doer


class CommitmentForm(VersionedForm):
    side = forms.ChoiceField(
        label=gettext_lazy("Chi si impegna"), choices=Side.choices, widget=RadioChips
    )
    what = Words(label=gettext_lazy("A che cosa"), max_length=500)
    member = MemberChoice(
        label=gettext_lazy("In particolare"),
        queryset=CaseMember.objects.none(),
        required=False,
        empty_label=ALL_OF_THEM,
    )

    def __init__(self, *args: Any, members: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "member").queryset = members

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("side") == Side.SERVICE:
            told["member"] = None
        return told


class BudgetForm(VersionedForm):
    item = Words(label=gettext_lazy("Per che cosa"), max_length=200)
    cents = EuroField(label=gettext_lazy("Quanto (euro)"))
    period = forms.ChoiceField(
        label=gettext_lazy("Ogni quanto"), choices=BudgetPeriod.choices, widget=RadioChips
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Da dove viene"), choices=BudgetSource.choices, widget=RadioChips
    )

    def clean_cents(self) -> int:
        cents: int = self.cleaned_data["cents"]
        if not 0 < cents < 2**31:
            raise ValidationError(_("Scrivi un importo maggiore di zero."))
        return cents


class StateForm(VersionedForm):
    """How it went: seen on a day, from something."""

    state = forms.ChoiceField(label=gettext_lazy("A che punto è"), widget=RadioChips)
    why = long_words(gettext_lazy("Da che cosa lo si vede"), most=1000, required=False)
    day = forms.DateField(label=gettext_lazy("Visto il"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, states: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "state").choices = list(states)


class ReasonForm(VersionedForm):
    why = Words(label=gettext_lazy("Motivo"), max_length=300)


class BeginForm(VersionedForm):
    first = forms.DateField(label=gettext_lazy("Vale dal"), widget=DateInput, initial=today)
    last = forms.DateField(
        label=gettext_lazy("Fino al"), required=False, widget=DateInput,
        help_text=gettext_lazy("Vuoto: finché non lo si conclude."),
    )  # fmt: skip


class EndPlanForm(VersionedForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Com'è andata"), choices=PlanOutcome.choices, widget=RadioChips
    )
    ending = long_words(gettext_lazy("Che cosa si è concluso"), rows=4, most=2000)
    day = forms.DateField(label=gettext_lazy("Concluso il"), widget=DateInput, initial=today)
