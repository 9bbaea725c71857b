"""What is asked of desks: where they are, when they open, who serves, until when."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import Weekday
from prossimo.access.models import Desk
from prossimo.access.rules import Opening
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.network.models import Organisation
from prossimo.territory.models import Municipality, Neighbourhood
from prossimo.ui.forms import DateInput, Words, field_of

BLANK_OPENINGS = 3
FIRST_LETTER = "A"

if TYPE_CHECKING:
    DeskModelForm = forms.ModelForm[Desk]
    PostField = forms.ModelChoiceField[Post]
else:
    DeskModelForm = forms.ModelForm
    PostField = forms.ModelChoiceField


class TimeInput(forms.TimeInput):
    """The browser's own field for an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class DeskForm(OnceFormMixin, DeskModelForm):
    """What everybody may know of a desk, and whose it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opens_on = forms.DateField(
        label=gettext_lazy("Apre il"), widget=DateInput, initial=today, required=False
    )

    class Meta:
        model = Desk
        fields = (
            "name", "kind", "part_of_pass", "place", "phone", "email", "municipality",
            "neighbourhood", "organisation", "has_queue", "letter",
            "is_supervised",
        )  # fmt: skip
        field_classes = {"name": Words, "place": Words, "phone": Words, "letter": Words}

    def __init__(self, *args: Any, actor: Actor, new: bool, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        ambito = actor.ambito_id
        towns = Municipality.objects.filter(ambito=ambito)
        self._within("municipality", towns, _("tutto l'Ambito"))
        places = Neighbourhood.objects.filter(municipality__ambito=ambito)
        self._within("neighbourhood", places, _("nessuno in particolare"))
        holders = Organisation.objects.filter(ambito=ambito)
        self._within("organisation", holders, _("dall'ente stesso"))
        self.fields["letter"].required = False
        self.fields["letter"].initial = FIRST_LETTER
        if not new:
            del self.fields["opens_on"]
        elif actor.municipality_id:
            self.fields["municipality"].initial = actor.municipality_id

    def _within(self, name: str, choices: "QuerySet[Any]", none: str) -> None:
        field: Any = self.fields[name]
        field.queryset, field.empty_label = choices, none

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        place, town = told.get("neighbourhood"), told.get("municipality")
        if place and town and place.municipality_id != town.pk:
            self.add_error("neighbourhood", _("Questo quartiere è di un altro Comune."))
        return told

    def clean_letter(self) -> str:
        """What stands before the number of a ticket: «A012»."""
        letter = str(self.cleaned_data["letter"] or FIRST_LETTER).strip().upper()
        if not (letter.isascii() and letter.isalpha()):
            raise ValidationError(_("Scrivi una o due lettere, senza accenti."))
        return letter

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class HourForm(forms.Form):
    """One weekly opening; left empty it is nothing."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Giorno"),
        choices=[("", "—"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opens_at = forms.TimeField(label=gettext_lazy("Apre alle"), widget=TimeInput, required=False)
    closes_at = forms.TimeField(label=gettext_lazy("Chiude alle"), widget=TimeInput, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        given = [told.get(name) for name in ("weekday", "opens_at", "closes_at")]
        if any(given) and None in given and not self.errors:
            raise ValidationError(_("Servono il giorno, l'ora di apertura e quella di chiusura."))
        opens, closes = told.get("opens_at"), told.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La chiusura viene prima dell'apertura."))
        return told


HoursFormSet = forms.formset_factory(
    HourForm, extra=BLANK_OPENINGS, can_delete=True, max_num=40, validate_max=True
)


def openings_in(formset: Iterable[Any]) -> list[Opening]:
    """The openings told, without the rows left empty or taken away."""
    rows = [form.cleaned_data for form in formset]
    return [
        (row["weekday"], row["opens_at"], row["closes_at"])
        for row in rows
        if row.get("weekday") and not row.get("DELETE")
    ]


class PostChoice(PostField):
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.user.last_name} {obj.user.first_name}, {obj.get_role_display()}"


class DutyForm(forms.Form):
    """Who serves, from when, until when."""

    post = PostChoice(label=gettext_lazy("Chi"), queryset=Post.objects.none())
    first = forms.DateField(label=gettext_lazy("Dal"), widget=DateInput, initial=today)
    last = forms.DateField(
        label=gettext_lazy("Al"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Vuoto: fino a nuovo ordine."),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        who_hears = [role.key for role in roles if role.reach(Right.CONTACT_WRITE)]
        posts = Post.objects.in_force().of_ambito(actor.ambito_id).filter(role__in=who_hears)
        field_of(self, "post").queryset = posts.select_related("user").order_by(
            "user__last_name", "user__first_name", "pk"
        )


class LastDayForm(forms.Form):
    """Until when, the day included."""

    last = forms.DateField(label=gettext_lazy("Ultimo giorno"), widget=DateInput, initial=today)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def asked_day(text: str) -> dt.date:
    """A day that came with a button, today where it is not one."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return today()
