"""What is typed to protect, to ask to open, to answer, and to tie two identities."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.citizens.choices import Compartment
from prossimo.citizens.fields import LineField
from prossimo.citizens.models import Person
from prossimo.citizens.queries import find_people, seen_person
from prossimo.core.text import clean
from prossimo.ui.forms import RadioChips

BEFORE, AFTER = "before", "after"


class SealResidenceForm(OnceFormMixin, forms.Form):
    """Confirmed, with the others who live at the same address."""

    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Proteggi anche chi vive allo stesso indirizzo"),
        coerce=uuid.UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, others: Sequence[Person] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(other.pk), other.full_name) for other in others]
        cast(Any, self.fields["also"]).choices = choices
        self.fields["also"].initial = [value for value, _name in choices]
        if not choices:
            del self.fields["also"]


class ConfirmForm(OnceFormMixin, forms.Form):
    """A confirmation that is taken once."""


class AskOpeningForm(OnceFormMixin, forms.Form):
    compartment = forms.ChoiceField(
        label=gettext_lazy("Che cosa vuoi leggere?"),
        choices=Compartment.choices,
        widget=RadioChips,
        initial=Compartment.ADDRESS,
    )
    reason = forms.CharField(
        label=gettext_lazy("Perché serve"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Lo legge chi decide; non scriverci l'indirizzo."),
    )
    court_act = LineField(
        label=gettext_lazy("Atto del tribunale"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Obbligatorio per l'identità prima dell'adozione (L. 184/1983)."),
    )

    def clean_reason(self) -> str:
        return clean(self.cleaned_data["reason"]).strip()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("compartment") == Compartment.ADOPTION and not given.get("court_act"):
            self.add_error("court_act", _("Per un'adozione serve l'atto del tribunale: scrivilo."))
        return given


class AnswerForm(OnceFormMixin, forms.Form):
    answer = LineField(
        label=gettext_lazy("Risposta"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Se rifiuti, scrivi perché: lo legge chi ha chiesto."),
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput)


class AdoptionForm(OnceFormMixin, forms.Form):
    """The other identity of an adopted person, and which of the two this file is."""

    this_is = forms.ChoiceField(
        label=gettext_lazy("Questa scheda è"),
        choices=[
            (AFTER, gettext_lazy("la persona dopo l'adozione")),
            (BEFORE, gettext_lazy("la persona prima dell'adozione")),
        ],
        widget=RadioChips,
        initial=AFTER,
    )
    other = forms.CharField(required=False, max_length=40)
    other_text = LineField(label=gettext_lazy("L'altra scheda"), max_length=200, required=False)
    court_act = LineField(
        label=gettext_lazy("Provvedimento di adozione"),
        max_length=120,
        help_text=gettext_lazy("Tribunale, numero e data."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = given.get("other") or ""
        if not chosen:
            found = find_people(self.actor, given.get("other_text") or "", limit=2)
            chosen = str(found[0].id) if len(found) == 1 else ""
        person = seen_person(self.actor, chosen)
        if person is None:
            self.add_error("other_text", _("Scegli dall'elenco l'altra scheda."))
        given["other"] = person
        return given
