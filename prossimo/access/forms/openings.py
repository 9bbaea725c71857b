"""What is asked to set the agenda up: motives, openings, exceptions, absences, closures."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import AbsenceKind, EveryWeeks, ExceptionKind, Mode, Weekday
from prossimo.access.forms.agenda import choose, worker_name
from prossimo.access.forms.desks import TimeInput
from prossimo.access.forms.fields import LongWords
from prossimo.access.models import Motive, Reason
from prossimo.access.queries.agenda import desks_of_agenda, motives_in_use, workers
from prossimo.access.slots import instant
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import today
from prossimo.territory.models import Municipality
from prossimo.ui.forms import DateInput, Words

if TYPE_CHECKING:
    TownField = forms.ModelChoiceField[Municipality]
    ReasonField = forms.ModelChoiceField[Reason]
else:
    TownField = ReasonField = forms.ModelChoiceField


class MotiveForm(OnceFormMixin, forms.Form):
    """What an appointment is for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = Words(label=gettext_lazy("Motivo"), max_length=120)
    minutes = forms.IntegerField(
        label=gettext_lazy("Quanto dura, in minuti"), min_value=5, max_value=480, initial=30
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Come si può fare"),
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Mode.OFFICE],
    )
    workers = forms.IntegerField(
        label=gettext_lazy("Quante persone dell'ufficio servono"),
        min_value=1,
        max_value=6,
        initial=1,
    )
    is_online = forms.BooleanField(
        label=gettext_lazy("si prenota anche da soli, in linea"), required=False
    )
    notice_hours = forms.IntegerField(
        label=gettext_lazy("Chi prenota da solo lo fa almeno ore prima"),
        min_value=0,
        max_value=720,
        initial=24,
    )
    horizon_days = forms.IntegerField(
        label=gettext_lazy("e al massimo giorni prima"), min_value=1, max_value=365, initial=60
    )
    to_bring = LongWords(label=gettext_lazy("Che cosa portare"), max_length=1000)
    in_use = forms.BooleanField(label=gettext_lazy("in uso"), required=False, initial=True)

    def __init__(self, *args: Any, new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if new:
            del self.fields["in_use"]

    def values(self) -> dict[str, Any]:
        names = (
            "label", "minutes", "modes", "workers", "is_online", "notice_hours", "horizon_days",
            "to_bring",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def told_of(motive: Motive) -> dict[str, Any]:
        names = (
            "version", "label", "minutes", "modes", "workers", "is_online", "notice_hours",
            "horizon_days", "to_bring",
        )  # fmt: skip
        values = {name: getattr(motive, name) for name in names}
        return {**values, "in_use": today() in motive.period}


class OpeningForm(OnceFormMixin, forms.Form):
    """A recurring range: where, with whom, which day, from when to when, for what."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    desk = forms.ChoiceField(label=gettext_lazy("Dove"))
    post = forms.ChoiceField(label=gettext_lazy("Con chi"), required=False)
    seats = forms.IntegerField(
        label=gettext_lazy("Posti insieme"),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=gettext_lazy("Più di uno solo se non è con una persona precisa."),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Giorno"), choices=Weekday.choices, coerce=int
    )
    starts_at = forms.TimeField(label=gettext_lazy("Dalle"), widget=TimeInput)
    ends_at = forms.TimeField(label=gettext_lazy("Alle"), widget=TimeInput)
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Ogni quanto"), choices=EveryWeeks.choices, coerce=int
    )
    motives = forms.MultipleChoiceField(
        label=gettext_lazy("Per che cosa"), widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Come"),
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Mode.OFFICE],
    )
    first = forms.DateField(
        label=gettext_lazy("Dal"),
        widget=DateInput,
        initial=today,
        help_text=gettext_lazy("Se non è ogni settimana, si conta da qui."),
    )
    last = forms.DateField(
        label=gettext_lazy("Fino al"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Vuoto: fino a nuovo ordine."),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.known_desks = {str(d.pk): d for d in desks_of_agenda(actor, Right.AGENDA_MANAGE)}
        self.known_posts = {str(p.pk): p for p in workers(actor)}
        self.known_motives = {str(m.pk): m for m in motives_in_use(actor)}
        fields: dict[str, Any] = self.fields
        fields["desk"].choices = [(key, d.name) for key, d in self.known_desks.items()]
        fields["post"].choices = choose(
            list(self.known_posts.values()), _("chi è di turno"), worker_name
        )
        fields["motives"].choices = [(key, m.label) for key, m in self.known_motives.items()]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = told.get("starts_at"), told.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("L'ora di fine viene prima di quella d'inizio."))
        if told.get("post") and (told.get("seats") or 1) > 1:
            self.add_error("seats", _("Con una persona sola i posti insieme sono uno."))
        return told

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("seats", "weekday", "starts_at", "ends_at", "every_weeks", "modes")
        return {
            **{name: told[name] for name in names},
            "first": told["first"],
            "last": told["last"],
            "desk": self.known_desks[told["desk"]],
            "post": self.known_posts.get(told["post"]),
            "motives": [self.known_motives[key] for key in told["motives"]],
        }


class ExceptionForm(forms.Form):
    """One date."""

    day = forms.DateField(label=gettext_lazy("Giorno"), widget=DateInput)
    kind = forms.ChoiceField(label=gettext_lazy("Che cosa cambia"), choices=ExceptionKind.choices)
    starts_at = forms.TimeField(label=gettext_lazy("Dalle"), widget=TimeInput, required=False)
    ends_at = forms.TimeField(label=gettext_lazy("Alle"), widget=TimeInput, required=False)
    why = Words(label=gettext_lazy("Perché"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("kind") == ExceptionKind.CLOSED:
            told["starts_at"] = told["ends_at"] = None
        elif not told.get("starts_at") or not told.get("ends_at"):
            raise ValidationError(_("Indica dalle e alle, con la fine dopo l'inizio."))
        return told


class AbsenceForm(forms.Form):
    """Who is away: whole days, or some hours of one day."""

    post = forms.ChoiceField(label=gettext_lazy("Chi"))
    kind = forms.ChoiceField(label=gettext_lazy("Perché"), choices=AbsenceKind.choices)
    first = forms.DateField(label=gettext_lazy("Dal"), widget=DateInput, initial=today)
    last = forms.DateField(label=gettext_lazy("Al"), widget=DateInput, required=False)
    from_hour = forms.TimeField(
        label=gettext_lazy("Dalle"),
        widget=TimeInput,
        required=False,
        help_text=gettext_lazy("Vuoto: tutto il giorno."),
    )
    to_hour = forms.TimeField(label=gettext_lazy("Alle"), widget=TimeInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        manages = actor.has(Right.AGENDA_MANAGE)
        people = [p for p in workers(actor) if manages or p.pk == actor.post_id]
        self.known = {str(p.pk): p for p in people}
        field: Any = self.fields["post"]
        field.choices = [(key, worker_name(p)) for key, p in self.known.items()]
        self.initial.setdefault("post", str(actor.post_id))

    def told(self) -> tuple[Post, str, dt.datetime, dt.datetime]:
        known = self.cleaned_data
        first, last = known["first"], known["last"] or known["first"]
        starts = instant(first, known["from_hour"] or dt.time())
        after = last + dt.timedelta(days=1)
        ends = instant(last, known["to_hour"]) if known["to_hour"] else instant(after, dt.time())
        return self.known[known["post"]], known["kind"], starts, ends


class ClosureForm(forms.Form):
    """A day on which a town's offices are closed."""

    name = Words(label=gettext_lazy("Nome"), max_length=120)
    day = forms.DateField(label=gettext_lazy("Giorno"), widget=DateInput)
    every_year = forms.BooleanField(label=gettext_lazy("ogni anno"), required=False, initial=True)
    municipality = TownField(
        label=gettext_lazy("Comune"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=gettext_lazy("tutto l'Ambito"),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["municipality"]
        field.queryset = Municipality.objects.filter(ambito=actor.ambito_id)

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        day: dt.date = told["day"]
        return {
            "name": told["name"],
            "municipality": told["municipality"],
            "month": day.month,
            "day": day.day,
            "year": None if told["every_year"] else day.year,
        }
