"""What is asked of the agenda: which days, what is looked for, for whom, why it is cancelled."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import MessageChannel, Mode
from prossimo.access.forms.fields import LongWords
from prossimo.access.models import Desk, Motive
from prossimo.access.operations import messages
from prossimo.access.queries.agenda import desks_of_agenda, motives_in_use, workers
from prossimo.access.queries.slots import Wanted
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, Words, field_of

DAY, WEEK = "giorno", "settimana"


def worker_name(post: Post) -> str:
    return f"{post.user.last_name} {post.user.first_name}"


def choose(rows: list[Any], none: str, name: Any = str) -> list[tuple[str, str]]:
    return [("", none), *[(str(row.pk), name(row)) for row in rows]]


class AgendaFilter(forms.Form):
    """The agenda read as a sentence: which day, where, with whom."""

    day = forms.DateField(label=gettext_lazy("del"), widget=DateInput, required=False)
    span = forms.ChoiceField(
        label=gettext_lazy("per"),
        required=False,
        choices=[(WEEK, gettext_lazy("la settimana")), (DAY, gettext_lazy("il giorno"))],
    )
    desk = forms.ChoiceField(label=gettext_lazy("presso"), required=False)
    post = forms.ChoiceField(label=gettext_lazy("con"), required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        desk, post = field_of(self, "desk"), field_of(self, "post")
        desks = desks_of_agenda(actor, Right.AGENDA_READ)
        desk.choices = choose(desks, _("ogni sportello"))
        people = workers(actor)
        post.choices = choose(people, _("chiunque"), worker_name)

    def told(self) -> tuple[dt.date, str, uuid.UUID | None, uuid.UUID | None]:
        """The day, the span, the desk and the worker; what is not understood is left out."""
        self.is_valid()
        known = self.cleaned_data
        return (
            known.get("day") or today(),
            known.get("span") or WEEK,
            uuid.UUID(known["desk"]) if known.get("desk") else None,
            uuid.UUID(known["post"]) if known.get("post") else None,
        )


class SearchForm(forms.Form):
    """What kind of hour is looked for."""

    motive = forms.ChoiceField(label=gettext_lazy("Per che cosa"), required=False)
    desk = forms.ChoiceField(label=gettext_lazy("Dove"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Come"),
        required=False,
        choices=[("", gettext_lazy("in qualunque modo")), *Mode.choices],
    )
    post = forms.ChoiceField(label=gettext_lazy("Con chi"), required=False)
    first = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.motives = {str(row.pk): row for row in motives_in_use(actor)}
        self.desks = {str(row.pk): row for row in desks_of_agenda(actor, Right.AGENDA_WRITE)}
        names = [(key, row.label) for key, row in self.motives.items()]
        field_of(self, "motive").choices = names
        desks: list[Any] = list(self.desks.values())
        field_of(self, "desk").choices = choose(desks, _("il primo che c'è"))
        people = choose(workers(actor), _("chiunque"), worker_name)
        field_of(self, "post").choices = people

    def wanted(self, also: tuple[uuid.UUID, ...] = ()) -> Wanted | None:
        """What to look for; nothing where there is no motive to look with."""
        self.is_valid()
        known = self.cleaned_data
        motive = self.motives.get(known.get("motive") or next(iter(self.motives), ""))
        if motive is None:
            return None
        return Wanted(
            motive,
            desk=uuid.UUID(known["desk"]) if known.get("desk") else None,
            desks=tuple(uuid.UUID(key) for key in self.desks),
            post=uuid.UUID(known["post"]) if known.get("post") else None,
            mode=known.get("mode", ""),
            first=known.get("first"),
            also=also,
        )


class BookForm(OnceFormMixin, forms.Form):
    """For whom, how to write to them, what to know; the hour is one of those found."""

    motive = forms.CharField(widget=forms.HiddenInput)
    hour = forms.CharField(widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person_text = forms.CharField(required=False, widget=forms.HiddenInput)
    name = Words(
        label=gettext_lazy("Nome di chi non ha una scheda"), required=False, max_length=200
    )
    mode = forms.ChoiceField(label=gettext_lazy("Come"), choices=Mode.choices)
    phone = Words(label=gettext_lazy("Telefono"), required=False, max_length=32)
    email = forms.EmailField(label=gettext_lazy("Posta elettronica"), required=False)
    remind_by = forms.ChoiceField(label=gettext_lazy("Avvisi e promemoria"), required=False)
    place = Words(label=gettext_lazy("Dove, se non allo sportello"), required=False, max_length=200)
    also = forms.MultipleChoiceField(label=gettext_lazy("Insieme a"), required=False)
    note = LongWords(label=gettext_lazy("Nota per chi riceve"), max_length=2000)

    def __init__(self, *args: Any, modes: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["mode"].choices = [(m.value, m.label) for m in Mode if m in modes] or Mode.choices
        open_ones = [c for c in MessageChannel if messages.is_open(c)]
        fields["remind_by"].choices = [
            ("", _("non servono")),
            *[(c.value, _("per %(channel)s") % {"channel": c.label}) for c in open_ones],
        ]
        fields["also"].choices = [(str(p.pk), worker_name(p)) for p in workers(self.actor)]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        person = told.get("person")
        if person:
            found = Person.objects.visible_to(self.actor).filter(pk=person).first()
            told["person"] = found
            if found is None:
                self.add_error("name", _("Questa scheda non c'è, o non la puoi vedere."))
        elif not told.get("name"):
            self.add_error("name", _("Scegli la persona, o scrivi il nome di chi verrà."))
        self._reached(told)
        return told

    def _reached(self, told: dict[str, Any]) -> None:
        if told.get("remind_by") == MessageChannel.EMAIL and not told.get("email"):
            self.add_error("email", _("Per scriverle serve l'indirizzo."))
        if told.get("remind_by") == MessageChannel.SMS and not told.get("phone"):
            self.add_error("phone", _("Per mandarle un SMS serve il numero."))

    def values(self) -> dict[str, Any]:
        names = ("person", "name", "mode", "phone", "email", "remind_by", "place", "note")
        values = {name: self.cleaned_data[name] for name in names}
        if values["person"] is not None:
            values["name"] = ""
        return values


class CancelForm(forms.Form):
    """Why the office gives the hour up."""

    why = Words(label=gettext_lazy("Perché"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


def motive_of(key: str, known: dict[str, Motive]) -> Motive:
    if key not in known:
        raise ValidationError(_("Questo motivo non è più in uso: scegline un altro."))
    return known[key]


def desk_names(desks: list[Desk]) -> dict[uuid.UUID, Desk]:
    return {desk.pk: desk for desk in desks}
