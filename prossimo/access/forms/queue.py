"""What is asked of who arrives, of who sits at a counter, of who closes the queue."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import LeftWhy, Priority, ReasonGroup
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.models import Appointment, Desk
from prossimo.access.queries.contacts import person_chosen
from prossimo.access.queries.queue import expected_today
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.citizens.models import Person
from prossimo.ui.forms import RadioChips, Words, field_of

NO_GROUP = ("", gettext_lazy("non so ancora"))
# What an operator may say; the other reasons are written by the house itself.
SAID_BY_OPERATORS = (LeftWhy.ABSENT, LeftWhy.TOLD, LeftWhy.MISTAKE)


class CheckInForm(OnceFormMixin, forms.Form):
    """Who arrives: for what, before whom, known or not, expected or not."""

    reason_group = forms.ChoiceField(
        label=gettext_lazy("Per che cosa"),
        choices=[NO_GROUP, *ReasonGroup.choices],
        widget=RadioChips,
        required=False,
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Precedenza"),
        choices=[(p.value, p.label) for p in Priority if p is not Priority.APPOINTMENT],
        coerce=int,
        widget=RadioChips,
        initial=Priority.ORDINARY,
    )
    appointment = forms.ChoiceField(
        label=gettext_lazy("Ha un appuntamento?"), required=False, choices=[("", "—")]
    )
    person = Words(required=False, label=gettext_lazy("Chi è"), max_length=40)
    person_text = Words(required=False, label=gettext_lazy("Chi è"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, desk: Desk, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.expected = {str(one.pk): one for one in expected_today(actor, desk)}
        offered = [(key, _expected_label(one)) for key, one in self.expected.items()]
        if offered:
            field_of(self, "appointment").choices = [("", _("nessuno")), *offered]
        else:
            del self.fields["appointment"]
        self.fields["person"].widget.attrs["id"] = "id_person_text"

    def clean_person(self) -> Person | None:
        key = asked_uuid(self.cleaned_data["person"])
        found = person_chosen.first(self.actor, key) if key else None
        if found is None and self.cleaned_data["person"]:
            raise forms.ValidationError(_("Scegli la persona dall'elenco, o lascia vuoto."))
        return found

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "reason_group": told["reason_group"],
            "priority": told["priority"],
            "person": told["person"],
            "appointment": self.expected.get(told.get("appointment", "")),
        }


def _expected_label(one: Appointment) -> str:
    who = one.person.listed_name if one.person else one.name
    return f"{timezone.localtime(one.starts_at):%H:%M} {who}"


class CounterForm(forms.Form):
    """Where one sits: said on the board, remembered until one leaves."""

    counter = Words(
        label=gettext_lazy("La tua postazione"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Per esempio «2» o «stanza 4»: compare sul tabellone."),
    )


class CloseQueueForm(forms.Form):
    why = Words(
        label=gettext_lazy("Perché chiude?"),
        max_length=200,
        help_text=gettext_lazy("Lo legge anche chi arriva al totem o alla porta."),
    )


class ArrivalForm(forms.Form):
    """The code of the booking, as its letter writes it."""

    code = Words(
        label=gettext_lazy("Codice dell'appuntamento"),
        max_length=20,
        help_text=gettext_lazy("Otto cifre: sono nel messaggio e nella pagina della prenotazione."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "1234 5678"}
        ),
    )
