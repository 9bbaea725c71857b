"""What is asked of rotas and campaigns: patterns, single shifts, steps, what was done where."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from prossimo.access.choices import CampaignKind, EveryWeeks, Weekday
from prossimo.access.forms.desks import PostChoice, TimeInput
from prossimo.access.forms.fields import LongWords
from prossimo.access.models import Campaign, Desk
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.network.models import Organisation
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import DateInput, Words

if TYPE_CHECKING:
    CampaignModelForm = forms.ModelForm[Campaign]
    DeskField = forms.ModelChoiceField[Desk]
else:
    CampaignModelForm = forms.ModelForm
    DeskField = forms.ModelChoiceField

CAMPAIGN_FIELDS = (
    "kind", "title", "held_on", "place", "neighbourhood", "desk", "organisation", "copies",
    "reached", "is_estimate", "note",
)  # fmt: skip


def who_may_cover(actor: Actor, desk: Desk | None = None) -> Any:
    """Posts in force of whoever hears people, by surname; those of the desk's own body first."""
    hear = [role.key for role in roles if role.reach(Right.CONTACT_WRITE)]
    posts = Post.objects.in_force().of_ambito(actor.ambito_id).filter(role__in=hear)
    own = Q(organisation=desk.organisation_id) if desk and desk.organisation_id else Q(pk=None)
    elsewhere = Case(When(own, then=0), default=1)
    return posts.select_related("user").order_by(
        elsewhere, "user__last_name", "user__first_name", "pk"
    )


class TurnForm(OnceFormMixin, forms.Form):
    """Who is at a desk, from which hour to which."""

    desk = DeskField(label=_("Sportello"), queryset=Desk.objects.none())
    post = PostChoice(label=_("Chi"), queryset=Post.objects.none())
    starts_at = forms.TimeField(label=_("Dalle"), widget=TimeInput)
    ends_at = forms.TimeField(label=_("Alle"), widget=TimeInput)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        fields: dict[str, Any] = self.fields
        fields["desk"].queryset = Desk.objects.within(actor, Right.ROTA_MANAGE).in_service()
        fields["post"].queryset = who_may_cover(actor)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields if name != "desk"}


class ShiftForm(TurnForm):
    """One shift on one date."""

    day = forms.DateField(label=_("Giorno"), widget=DateInput)
    even_if_closed = forms.BooleanField(label=_("Apre anche se è festa"), required=False)
    field_order = ("desk", "post", "day", "starts_at", "ends_at", "even_if_closed")


class PatternForm(TurnForm):
    """Who covers a weekly opening, from when, until when."""

    weekday = forms.TypedChoiceField(label=_("Ogni"), choices=Weekday.choices, coerce=int)
    every_weeks = forms.TypedChoiceField(
        label=_("Quanto spesso"), choices=EveryWeeks.choices, coerce=int
    )
    first = forms.DateField(label=_("Dal"), widget=DateInput, initial=today)
    last = forms.DateField(
        label=_("Al"),
        widget=DateInput,
        required=False,
        help_text=_("Vuoto: fino a nuovo ordine."),
    )
    field_order = ("desk", "post", "weekday", "starts_at", "ends_at", "every_weeks", "first")


class RotaFilter(forms.Form):
    """The rota read as a sentence: of which desk, in which week."""

    desk = DeskField(
        label=_("di"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=_("ogni sportello con i turni"),
    )
    week = forms.DateField(label=_("nella settimana del"), required=False, widget=DateInput)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["desk"].queryset = Desk.objects.within(actor, Right.ROTA_READ).in_service()


class HoursForm(forms.Form):
    """Other hours for one date."""

    starts_at = forms.TimeField(label=_("Dalle"), widget=TimeInput)
    ends_at = forms.TimeField(label=_("Alle"), widget=TimeInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    """One step of a shift: which, on what version, in whose hands, why."""

    BACK: ClassVar = {"today": "web:today", "rota": "access:rota"}  # where it was done in one click
    STEPS = ("confirm", "ask", "take", "assign", "hold", "miss", "cancel")

    move = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    back = forms.ChoiceField(choices=[(page, page) for page in BACK], required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    post = PostChoice(label=_("A chi"), queryset=Post.objects.none(), required=False)
    note = Words(label=_("Motivo o nota"), max_length=250, required=False)

    def __init__(self, *args: Any, actor: Actor, desk: Desk | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["post"].queryset = who_may_cover(actor, desk)


class EndForm(forms.Form):
    """Until when a recurring shift goes on."""

    last = forms.DateField(label=_("Ultimo giorno"), widget=DateInput, initial=today)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CampaignForm(OnceFormMixin, CampaignModelForm):
    """What was done, where, how many people it reached."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = LongWords(label=_("Nota"), max_length=2000)

    class Meta:
        model = Campaign
        fields = CAMPAIGN_FIELDS
        field_classes = {"title": Words, "place": Words}
        widgets = {"held_on": DateInput}

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        within: dict[str, Any] = {
            "neighbourhood": Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id),
            "desk": Desk.objects.of_ambito(actor),
            "organisation": Organisation.objects.filter(ambito=actor.ambito_id),
        }
        fields: dict[str, Any] = self.fields
        for name, rows in within.items():
            fields[name].queryset = rows

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CAMPAIGN_FIELDS}


class CampaignFilter(forms.Form):
    """The log of campaigns, read as a sentence."""

    text = Words(label=_("con le parole"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("di tipo"), required=False, choices=[("", _("qualunque")), *CampaignKind.choices]
    )
    quarter = forms.ModelChoiceField(
        label=_("nel quartiere"),
        required=False,
        queryset=Neighbourhood.objects.none(),
        empty_label=_("qualunque"),
    )
    since = forms.DateField(label=_("dal"), required=False, widget=DateInput)
    until = forms.DateField(label=_("al"), required=False, widget=DateInput)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["quarter"].queryset = Neighbourhood.objects.filter(
            municipality__ambito=actor.ambito_id
        )

    def of(self, rows: Any) -> Any:
        """The campaigns asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        names = {"kind": "kind", "quarter": "neighbourhood", "since": "held_on__gte"}
        conditions = {to: asked[name] for name, to in names.items() if asked.get(name)}
        if asked.get("until"):
            conditions["held_on__lte"] = asked["until"]
        for word in asked.get("text", "").split():
            said = Q(title__icontains=word) | Q(place__icontains=word) | Q(note__icontains=word)
            rows = rows.filter(said)
        return rows.filter(**conditions)


def monday_of(text: str) -> dt.date:
    """The Monday of the week asked for; of this one where none was."""
    try:
        day = dt.date.fromisoformat(text)
        return day - dt.timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        return today() - dt.timedelta(days=today().weekday())
