"""The contact as it is asked: who speaks, why, what is needed, what was given."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import Channel, Given, Speaker, Subject, TargetGroup, Urgency
from prossimo.access.forms.fields import LongWords, NeedField, ReasonsField
from prossimo.access.models import Contact, Desk, Reason
from prossimo.access.queries.contacts import person_chosen
from prossimo.access.queries.unmet import NeedName
from prossimo.access.rules import minutes_between
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import Person
from prossimo.citizens.queries import FoundPerson, find_people
from prossimo.core.privacy import FieldClass, visible_fields
from prossimo.core.text import clean
from prossimo.ui.forms import Chips, RadioChips, Words, field_of

CANDIDATES = 6
NO_GROUP = ("", gettext_lazy("nessuno in particolare"))
# Which fields of the contact each field of the form writes: what is above the ceiling is not asked.
WRITES = {
    "person": "person",
    "person_text": "person",
    "nobody": "subject",
    "for_household": "household",
    "reasons": "main_reason",
    "main": "main_reason",
    "opened": "minutes",
}


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and an hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ContactFields(OnceFormMixin, forms.Form):
    """What both the new contact and its correction ask."""

    desk = forms.ChoiceField(label=gettext_lazy("Sportello"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=Channel, widget=RadioChips, initial=Channel.PERSON
    )
    person = Words(required=False, label=gettext_lazy("Per chi"), max_length=40)
    person_text = Words(required=False, label=gettext_lazy("Per chi"), max_length=200)
    nobody = forms.BooleanField(required=False, label=gettext_lazy("Senza nome"))
    speaker = forms.ChoiceField(
        label=gettext_lazy("Parla"),
        choices=[
            (Speaker.SELF, gettext_lazy("per sé")),
            (Speaker.RELATIVE, Speaker.RELATIVE.label),
            (Speaker.NEIGHBOUR, Speaker.NEIGHBOUR.label),
            (Speaker.SERVICE, Speaker.SERVICE.label),
        ],
        widget=RadioChips,
        initial=Speaker.SELF,
    )
    speaker_name = Words(required=False, label=gettext_lazy("Nome di chi parla"), max_length=200)
    for_household = forms.BooleanField(
        required=False, label=gettext_lazy("Riguarda tutto il nucleo familiare")
    )
    reasons = ReasonsField()
    main = forms.ChoiceField(required=False, label=gettext_lazy("Motivo principale"))
    target_group = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Gruppo di riferimento"),
        choices=[NO_GROUP, *TargetGroup.choices],
        widget=RadioChips,
    )
    needs = LongWords(label=gettext_lazy("Che cosa serve?"))
    given = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Che cosa ha avuto?"),
        choices=Given,
        widget=Chips(filterable=False),
    )
    no_service = forms.BooleanField(
        required=False, label=gettext_lazy("Nessun servizio esiste per questo")
    )
    missing_service = Words(required=False, label=gettext_lazy("Che cosa manca?"), max_length=200)
    note = LongWords(label=gettext_lazy("Nota condivisa"))
    minutes = forms.IntegerField(
        required=False, label=gettext_lazy("Minuti"), min_value=0, max_value=600
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        desks: Sequence[Desk],
        reasons: Sequence[Reason],
        **more: Any,
    ) -> None:
        super().__init__(*args, actor=actor, **more)
        self.actor = actor
        self.desks = {str(desk.pk): desk for desk in desks}
        field_of(self, "desk").choices = [(key, desk.name) for key, desk in self.desks.items()]
        field_of(self, "reasons").offer(reasons)
        self.offered: list[tuple[str, str]] = field_of(self, "reasons").choices
        field_of(self, "main").choices = [("", "—"), *self.offered]
        # Where the label of an error leads: the text of the search, not the hidden choice.
        self.fields["person"].widget.attrs["id"] = "id_person_text"
        self.candidates: list[FoundPerson] = []
        self.registers_person = False
        self._hide_above(FieldClass(actor.ceiling))

    def _hide_above(self, ceiling: FieldClass) -> None:
        seen = set(visible_fields(Contact, ceiling))
        known = {field.name for field in Contact._meta.concrete_fields}
        for name in list(self.fields):
            written = WRITES.get(name, name)
            if written in known and written not in seen:
                del self.fields[name]

    def clean_desk(self) -> Desk:
        return self.desks[self.cleaned_data["desk"]]

    def clean_person(self) -> Person | None:
        chosen = self.cleaned_data["person"]
        if not chosen:
            return None
        try:
            person = person_chosen.first(self.actor, uuid.UUID(chosen))
        except ValueError:
            person = None
        if person is None:
            raise ValidationError(_("Questa persona non si trova più: cercala di nuovo."))
        return person

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if "person" in self.fields and "person" not in self.errors:
            self._settle_subject(told)
        if told.get("main") and told.get("reasons"):
            told["reasons"] = sorted(told["reasons"], key=lambda one: str(one.pk) != told["main"])
        if told.get("missing_service") and not told.get("no_service"):
            told["no_service"] = True
        return told

    def _settle_subject(self, told: dict[str, Any]) -> None:
        """For whom: the person chosen, their household, or nobody named."""
        person: Person | None = None if told.get("nobody") else told.get("person")
        told["person"] = person
        if told.get("nobody"):
            told["subject"] = Subject.NOBODY
        elif person is None and not self.registers_person:
            self._ask_again(told.get("person_text", ""))
        elif told.get("for_household"):
            told["subject"] = Subject.HOUSEHOLD
            if person is not None and person.household_id is None:
                self.add_error(
                    "for_household", _("Nella sua scheda non c'è un nucleo: indica la persona.")
                )
        else:
            told["subject"] = Subject.PERSON

    def _ask_again(self, text: str) -> None:
        """Without a choice the search is made here: the page comes back with who was found."""
        self.candidates = find_people(self.actor, text, limit=CANDIDATES) if text else []
        if self.candidates:
            said = _("Scegli qui sotto la persona giusta, oppure «Senza nome».")
        elif text:
            said = _("Nessuno con questo nome: registra la persona, oppure scegli «Senza nome».")
        else:
            said = _("Scrivi chi è, oppure scegli «Senza nome» se non vuole dirlo.")
        self.add_error("person", said)

    def values(self) -> dict[str, Any]:
        """The fields of the contact as they were told; reasons and desk are apart."""
        told = self.cleaned_data
        names = {field.name for field in Contact._meta.concrete_fields} & set(told)
        found = {name: told[name] for name in names - {"desk", "version"}}
        if "person" in self.fields:
            found["subject"] = told["subject"]
            household = told["subject"] == Subject.HOUSEHOLD and told["person"]
            found["household"] = told["person"].household if household else None
        return found


class NewContactForm(ContactFields):
    """The most used screen: whatever is known is proposed, and the clock counts the minutes."""

    happened_at = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Quando"),
        widget=MomentInput,
        help_text=gettext_lazy("Vuoto: adesso."),
    )
    urgency = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("Per il segretariato è"),
        choices=Urgency,
        coerce=int,
        empty_value=str(Urgency.ORDINARY.value),
        widget=RadioChips,
        initial=Urgency.ORDINARY,
    )
    missing = NeedField(
        required=False,
        label=gettext_lazy("Quale bisogno resta senza risposta?"),
        help_text=gettext_lazy("Entra nel registro che legge chi programma, senza il nome."),
    )
    private_note = LongWords(label=gettext_lazy("Nota privata"))
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, needs: Callable[[], Iterable[NeedName]] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("opened", int(timezone.now().timestamp()))
        if needs is not None and self.actor.has(Right.UNMET_WRITE):
            field_of(self, "missing").offer(needs)
        else:
            del self.fields["missing"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("missing"):
            told["no_service"] = True
        return told

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        found = super().values()
        found["happened_at"] = told.get("happened_at")
        if found.get("minutes") is None:
            found["minutes"] = self._measured()
        return found

    def _measured(self) -> int | None:
        """Minutes since the page was opened, for a contact that is happening now."""
        opened = self.cleaned_data.get("opened")
        if not opened or self.cleaned_data.get("happened_at"):
            return None
        try:
            start = dt.datetime.fromtimestamp(opened, dt.UTC)
        except (OverflowError, ValueError, OSError):
            return None
        return minutes_between(start, timezone.now())


class ContactEditForm(ContactFields):
    """The correction of the same day, and the amendment of a later one, which says why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = Words(
        label=gettext_lazy("Perché rettifichi?"),
        max_length=300,
        help_text=gettext_lazy("Resta scritto accanto al contatto, con il tuo nome e la data."),
    )

    def __init__(self, *args: Any, amending: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not amending:
            del self.fields["why"]


class PrivateNoteForm(forms.Form):
    """What the author keeps for themselves; emptied, it is thrown away."""

    text = LongWords(label=gettext_lazy("Nota privata"), rows=3)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def initial_of(contact: Contact) -> dict[str, Any]:
    """A contact as the form shows it."""
    reasons = [one.reason_id for one in contact.reasons.all()]
    reasons.sort(key=lambda pk: pk != contact.main_reason_id)
    return {
        **{field.name: getattr(contact, field.attname) for field in Contact._meta.concrete_fields},
        "person_text": contact.person.listed_name if contact.person else "",
        "nobody": contact.subject == Subject.NOBODY,
        "for_household": contact.subject == Subject.HOUSEHOLD,
        "reasons": [str(pk) for pk in reasons],
    }


def cleaned_query(text: str) -> str:
    """What was asked in the address, as it may be searched."""
    return clean(text).strip()[:200]
