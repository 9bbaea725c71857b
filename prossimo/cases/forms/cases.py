"""What is typed about a case: opening it, its moves, its people, its needs, who follows it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.access.queries.allocation import caseworkers
from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.cases.choices import (
    CaseSource,
    Intensity,
    MemberRole,
    Part,
    Weight,
    WorkerRole,
)
from prossimo.cases.queries.workers import colleagues
from prossimo.catalogue.models import Need
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.ui.forms import Chips, DateInput, RadioChips, Words, field_of

CHOOSE = gettext_lazy("scegli")


def long_words(label: Any, *, rows: int = 3, most: int = 4000, **more: Any) -> Words:
    return Words(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


if TYPE_CHECKING:
    PostField = forms.ModelChoiceField[Post]
else:
    PostField = forms.ModelChoiceField


class PostChoice(PostField):
    def label_from_instance(self, obj: Any) -> str:
        name: str = obj.user.get_full_name()
        return f"{name}, {obj.organisation}" if obj.organisation_id else name


class OpenForm(OnceFormMixin, forms.Form):
    """Why a case is opened, in which area, in whose hands."""

    user_area = forms.ChoiceField(
        label=gettext_lazy("Area"), choices=UserArea.choices, widget=RadioChips
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Da dove nasce"),
        choices=[each for each in CaseSource.choices if each[0] != CaseSource.PROPOSAL],
        widget=RadioChips,
        initial=CaseSource.DIRECT,
    )
    why = long_words(gettext_lazy("Perché si apre"), rows=4)
    mild = forms.ModelChoiceField(
        label=gettext_lazy("Solo prevenzione, per un bisogno ancora lieve"),
        queryset=Need.objects.none(),
        required=False,
        empty_label=gettext_lazy("no, non è solo prevenzione"),
        help_text=gettext_lazy(
            "Nasce come prevenzione, se nessuno è a rischio e non c'è una misura di tutela."
        ),
    )
    owner = PostChoice(
        label=gettext_lazy("Chi la segue"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("ancora nessuno: la assegna chi coordina"),
    )
    with_household = forms.BooleanField(
        label=gettext_lazy("Riguarda tutto il nucleo"), required=False
    )
    at_risk = forms.BooleanField(label=gettext_lazy("Qualcuno è a rischio"), required=False)
    protected = forms.BooleanField(
        label=gettext_lazy("C'è un provvedimento o una misura di tutela"), required=False
    )

    def __init__(self, *args: Any, actor: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "owner").queryset = caseworkers(actor, person.municipality_id)
        field_of(self, "mild").queryset = Need.objects.usable_in(actor.ambito_id)
        if person.household_id is None:
            del self.fields["with_household"]

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"at_risk": told["at_risk"], "protected": told["protected"]}


class AssignForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    to = PostChoice(label=gettext_lazy("A chi"), queryset=Post.objects.none(), empty_label=CHOOSE)
    why = Words(
        label=gettext_lazy("Perché cambia"), required=False, max_length=300,
        help_text=gettext_lazy("Serve se qualcuno la segue già: resta nella storia."),
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "to").queryset = posts


class DayForm(OnceFormMixin, forms.Form):
    """From which day it is in charge."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)


class SuspendForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = Words(label=gettext_lazy("Motivo"), max_length=300)
    until = forms.DateField(label=gettext_lazy("Da rivedere il"), required=False, widget=DateInput)


class WhyForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = Words(label=gettext_lazy("Motivo"), max_length=300)


class ChangeForm(OnceFormMixin, forms.Form):
    """How much the case asks; another intensity than the rule's asks for a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    user_area = forms.ChoiceField(
        label=gettext_lazy("Area"), choices=UserArea.choices, widget=RadioChips
    )
    at_risk = forms.BooleanField(label=gettext_lazy("Qualcuno è a rischio"), required=False)
    protected = forms.BooleanField(
        label=gettext_lazy("C'è un provvedimento o una misura di tutela"), required=False
    )
    intensity = forms.ChoiceField(
        label=gettext_lazy("Intensità"), choices=Intensity.choices, widget=RadioChips
    )
    intensity_why = Words(
        label=gettext_lazy("Perché non quella che propone la regola"),
        required=False,
        max_length=500,
    )
    review_on = forms.DateField(
        label=gettext_lazy("Da rivedere il"), required=False, widget=DateInput
    )


class MemberForm(OnceFormMixin, forms.Form):
    """Somebody of the household or of the family enters the case."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Chi"), queryset=Person.objects.none(), empty_label=CHOOSE
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Nel caso è"), choices=MemberRole.choices, widget=RadioChips
    )
    since_on = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)
    note = Words(label=gettext_lazy("Nota"), required=False, max_length=300)

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "person").queryset = people


class EndForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    last = forms.DateField(label=gettext_lazy("Ultimo giorno"), widget=DateInput, initial=today)


class VersionForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class WorkerForm(OnceFormMixin, forms.Form):
    """Who else follows the case, what they see of it, until when, and why."""

    post = PostChoice(label=gettext_lazy("Chi"), queryset=Post.objects.none(), empty_label=CHOOSE)
    role = forms.ChoiceField(
        label=gettext_lazy("Ruolo"),
        choices=[each for each in WorkerRole.choices if each[0] != WorkerRole.OWNER],
        widget=RadioChips,
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Che cosa vede"),
        choices=Part.choices,
        widget=Chips,
        initial=[Part.DIARY, Part.PLAN, Part.NETWORK],
        required=False,
        help_text=gettext_lazy("Oltre a chi è la persona e a chi la segue: solo ciò che serve."),
    )
    why = Words(label=gettext_lazy("Perché"), max_length=300)
    last = forms.DateField(
        label=gettext_lazy("Fino al"), required=False, widget=DateInput,
        help_text=gettext_lazy(
            "Per chi lavora in un altro ente ci vuole; per un collega, vuoto: finché non lo togli."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Any, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "post").queryset = colleagues(actor)


class NeedForm(OnceFormMixin, forms.Form):
    need = forms.ModelChoiceField(
        label=gettext_lazy("Bisogno"), queryset=Need.objects.none(), empty_label=CHOOSE
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("Quanto pesa"), choices=Weight, coerce=int, widget=RadioChips
    )
    note = Words(label=gettext_lazy("Nota"), required=False, max_length=500)

    def __init__(self, *args: Any, actor: Any, known: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        usable = Need.objects.usable_in(actor.ambito_id)
        field_of(self, "need").queryset = usable.exclude(pk__in=list(known))


class MeetForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = Words(label=gettext_lazy("Come si è risolto"), required=False, max_length=500)
