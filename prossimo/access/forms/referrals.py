"""What is asked to send somebody to a service, to answer, and to look through what was sent."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import (
    OPEN_REFERRALS,
    AgreementKind,
    ReferralOutcome,
    ReferralState,
    RefusedWhy,
    Urgency,
)
from prossimo.access.forms.fields import LONG_TEXT, LongWords
from prossimo.access.models.referrals import ReferralQuerySet
from prossimo.access.operations.referrals import Agreement, Answer
from prossimo.access.queries.referrals import Shareable, snapshot
from prossimo.access.workflow import TO_ANSWER
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Need, Service
from prossimo.citizens.queries import find_people
from prossimo.core.periods import today
from prossimo.core.text import clean
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

MOST_PEOPLE = 50
ASKED_OF = {
    "receive": (),
    "accept": ("note",),
    "ask_more": ("note",),
    "refuse": ("refused_why", "note"),
    "start": ("day",),
    "end": ("outcome", "day", "note"),
}
TO_ANSWER_KEY, LATE, OPEN, OVER, EVERY = "attesa", "ritardo", "aperti", "conclusi", "tutti"


class ReferralForm(OnceFormMixin, forms.Form):
    """To which service, for what, what is shared, and that the person agreed."""

    service = forms.ChoiceField(label=gettext_lazy("A quale servizio"))
    need = forms.ChoiceField(label=gettext_lazy("Per quale bisogno"), required=False)
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgenza"),
        choices=Urgency.choices,
        coerce=int,
        initial=Urgency.ORDINARY,
        widget=RadioChips,
    )
    request = Words(
        label=gettext_lazy("Che cosa si chiede"),
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Lo legge chi riceve: solo quello che gli serve."),
    )
    shared = forms.MultipleChoiceField(
        label=gettext_lazy("Che cosa si condivide"),
        error_messages={"required": gettext_lazy("Scegli che cosa si condivide: almeno una voce.")},
    )
    agreement = forms.ChoiceField(
        label=gettext_lazy("La persona è d'accordo"),
        choices=AgreementKind,
        widget=RadioChips,
        error_messages={
            "required": gettext_lazy("Senza l'accordo della persona non si invia: indica come.")
        },
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("Accordo dato il"), widget=DateInput, initial=today
    )
    agreed_by = Words(
        label=gettext_lazy("Dato da"), required=False, max_length=200,
        help_text=gettext_lazy("Serve se lo dà chi la rappresenta."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        services: Iterable[Service],
        needs: Iterable[Need],
        offered: Sequence[Shareable],
        **more: Any,
    ) -> None:
        super().__init__(*args, actor=actor, **more)
        self.services = {str(service.pk): service for service in services}
        self.needs = {str(need.pk): need for need in needs}
        self.offered = offered
        bodies: dict[str, list[tuple[str, str]]] = {}
        for key, service in self.services.items():
            bodies.setdefault(str(service.organisation), []).append((key, service.name))
        self._offer("service", [("", _("scegli")), *sorted(bodies.items())])
        self._offer("need", [("", "—"), *((key, one.label) for key, one in self.needs.items())])
        self._offer("shared", [(each.key, each.label) for each in offered])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field_of(self, name).choices = choices

    @property
    def ticked(self) -> list[tuple[Shareable, bool]]:
        """What may be shared, one by one, and whether it is chosen."""
        chosen = set(self["shared"].value() or ())
        return [(each, each.key in chosen) for each in self.offered]

    @property
    def preview(self) -> dict[str, str]:
        """What the provider would read, as it stands now."""
        return snapshot(self.offered, self.cleaned_data["shared"])

    @property
    def print_of_preview(self) -> str:
        """Changes as soon as what would be read does: nothing is sent that was not shown."""
        told = self.cleaned_data
        words = [self.preview, told["service"], told["request"], told["need"], told["urgency"]]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

    @property
    def chosen_service(self) -> Service:
        return self.services[self.cleaned_data["service"]]

    @property
    def chosen_need(self) -> Need | None:
        return self.needs.get(self.cleaned_data["need"])

    @property
    def agreed(self) -> Agreement:
        told = self.cleaned_data
        return Agreement(told["agreement"], told["agreed_on"], told["agreed_by"])


class AnswerForm(forms.Form):
    """One of the answers that may be given, with what goes with it."""

    refused_why = forms.ChoiceField(
        label=gettext_lazy("Perché"), choices=[("", gettext_lazy("scegli")), *RefusedWhy.choices]
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Che cosa ne è venuto"), choices=ReferralOutcome, widget=RadioChips
    )
    day = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)
    note = LongWords(label=gettext_lazy("Che cosa rispondi"), rows=3)
    signed = Words(
        label=gettext_lazy("Nome e cognome di chi risponde"), max_length=120, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: str, signing: bool = False, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{move}_%s", **more})
        self.move = move
        for name in ("refused_why", "outcome", "day", "note"):
            if name not in ASKED_OF[move]:
                del self.fields[name]
        if not signing or move == "receive":
            del self.fields["signed"]
        if move == "ask_more":
            self.fields["note"].label = _("Che cosa serve sapere")
            self.fields["note"].required = True

    def answer(self) -> Answer:
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Answer(self.move, **told)


class NoteForm(forms.Form):
    """A word of who sent: what was missing, or why it is withdrawn."""

    note = LongWords(label=gettext_lazy("Nota"), rows=3)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReferralFilter(forms.Form):
    """What was sent, read as a sentence."""

    whose = forms.ChoiceField(
        label=gettext_lazy("di"),
        required=False,
        choices=[("", gettext_lazy("tutti")), ("miei", gettext_lazy("chi li ha inviati: io"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("che sono"),
        required=False,
        choices=[
            ("", gettext_lazy("ancora aperti")),
            (TO_ANSWER_KEY, gettext_lazy("in attesa di risposta")),
            (LATE, gettext_lazy("in ritardo")),
            (OVER, gettext_lazy("chiusi")),
            (EVERY, gettext_lazy("in qualunque stato")),
            *ReferralState.choices,
        ],
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("al servizio"), required=False, queryset=Service.objects.none(),
        empty_label=gettext_lazy("qualunque"),
    )  # fmt: skip
    q = forms.CharField(
        label=gettext_lazy("per la persona"), required=False, max_length=100,
        widget=forms.SearchInput,
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, received: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        services = Service.objects.visible_to(actor)
        if received:
            services = services.filter(organisation=actor.organisation_id)
            del self.fields["whose"], self.fields["q"]
        field_of(self, "service").queryset = services

    def narrow(self, rows: ReferralQuerySet) -> ReferralQuerySet:
        told: Mapping[str, Any] = self.cleaned_data if self.is_valid() else {}
        rows = self._by_state(rows, told.get("state", ""))
        if told.get("whose"):
            rows = rows.filter(sender=self.actor.user_id)
        if told.get("service"):
            rows = rows.filter(service=told["service"])
        if text := clean(told.get("q", "")).strip():
            people = find_people(self.actor, text, limit=MOST_PEOPLE)
            rows = rows.filter(person__in=[person.id for person in people])
        return rows

    def _by_state(self, rows: ReferralQuerySet, state: str) -> ReferralQuerySet:
        if state == EVERY:
            return rows
        if state == TO_ANSWER_KEY:
            return rows.filter(state__in=TO_ANSWER)
        if state == LATE:
            return rows.filter(state__in=TO_ANSWER, answer_due_on__lt=today())
        if state == OVER:
            return rows.exclude(state__in=OPEN_REFERRALS)
        return rows.filter(state=state) if state else rows.open()
