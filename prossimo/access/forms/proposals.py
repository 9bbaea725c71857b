"""What is typed about proposals of presa in carico, and about the rules of allocation."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from prossimo.access.forms.fields import LongWords
from prossimo.access.forms.requests import named_post, quarters_of
from prossimo.access.models import AllocationRule
from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.core.periods import between, last_day, today
from prossimo.territory.models import Municipality
from prossimo.ui.forms import DateInput

if TYPE_CHECKING:
    OfRule = forms.ModelForm[AllocationRule]
else:
    OfRule = forms.ModelForm


class ProposalForm(OnceFormMixin, forms.Form):
    """Which area, why; to whom the rules say, or to somebody else with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=UserArea.choices)
    why = LongWords(label=gettext_lazy("Perché serve la presa in carico"), rows=4)
    to = forms.ModelChoiceField(
        label=gettext_lazy("A chi"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("a chi dicono le regole"),
    )
    otherwise = LongWords(
        label=gettext_lazy("Se scegli un'altra persona, perché"), rows=2, max_length=1000
    )

    def __init__(self, *args: Any, posts: "QuerySet[Post]", **more: Any) -> None:
        super().__init__(*args, **more)
        offered: Any = self.fields["to"]
        offered.queryset = posts
        offered.label_from_instance = named_post


class DecideForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = LongWords(label=gettext_lazy("Se non la accogli, perché"), rows=3, max_length=2000)


class ReassignForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ModelChoiceField(
        label=gettext_lazy("A chi"), queryset=Post.objects.none(),
        empty_label=gettext_lazy("scegli"),
    )  # fmt: skip
    why = LongWords(label=gettext_lazy("Perché"), rows=2, max_length=1000)

    def __init__(self, *args: Any, posts: "QuerySet[Post]", **more: Any) -> None:
        super().__init__(*args, **more)
        offered: Any = self.fields["to"]
        offered.queryset = posts
        offered.label_from_instance = named_post


class PreviewForm(forms.Form):
    """Of whom one asks «a chi andrebbe»."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=UserArea.choices)
    quarter = forms.ModelChoiceField(
        label=gettext_lazy("quartiere"),
        queryset=quarters_of(Actor()).none(),
        required=False,
        empty_label=gettext_lazy("qualunque"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        offered: Any = self.fields["quarter"]
        offered.queryset = quarters_of(actor)


class RuleForm(OnceFormMixin, OfRule):
    """For whom, to whom, up to which load, from when to when."""

    since = forms.DateField(label=gettext_lazy("In vigore dal"), widget=DateInput)
    until = forms.DateField(
        label=gettext_lazy("Fino al"), widget=DateInput, required=False,
        help_text=gettext_lazy("Vuoto: finché non si cambia."),
    )  # fmt: skip
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = AllocationRule
        fields = ("rank", "user_area", "municipality", "neighbourhood", "post", "most")

    def __init__(self, *args: Any, posts: "QuerySet[Post]", **more: Any) -> None:
        super().__init__(*args, **more)
        actor: Actor = self.actor
        towns = Municipality.objects.filter(ambito=actor.ambito_id).defer("boundary")
        for name, queryset in (
            ("municipality", towns),
            ("neighbourhood", quarters_of(actor)),
            ("post", posts),
        ):
            offered: Any = self.fields[name]
            offered.queryset = queryset
        post_field: Any = self.fields["post"]
        post_field.label_from_instance = named_post
        rule = self.instance
        if rule.pk and not rule._state.adding:
            self.initial["since"] = rule.period.lower
            self.initial["until"] = last_day(rule.period)
            self.initial["opened_version"] = rule.version
        else:
            self.initial.setdefault("since", today())

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", gettext_lazy("Viene prima dell'inizio."))
        return told

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("rank", "user_area", "municipality", "neighbourhood", "post", "most")
        period = between(told["since"], told["until"])
        return {**{name: told[name] for name in names}, "period": period}
