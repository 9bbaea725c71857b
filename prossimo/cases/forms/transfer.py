"""What is typed to pass a case, and to answer who asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.access.queries.allocation import caseworkers
from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.cases.choices import TransferKind
from prossimo.cases.forms.cases import CHOOSE, PostChoice, long_words
from prossimo.cases.models import Case, CaseTransfer
from prossimo.territory.models import Municipality
from prossimo.ui.forms import RadioChips, Words, field_of

DECISIONS = [
    ("accept", gettext_lazy("La accolgo")),
    ("refuse", gettext_lazy("No, e spiego perché")),
]
OUTSIDE = [
    ("accept", gettext_lazy("Il Comune l'ha presa")),
    ("refuse", gettext_lazy("Il Comune non la prende")),
]


class TransferForm(OnceFormMixin, forms.Form):
    """To whom a case would pass, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("A chi passa"), choices=TransferKind.choices, widget=RadioChips
    )
    to_post = PostChoice(
        label=gettext_lazy("Assistente sociale"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=CHOOSE,
        help_text=gettext_lazy(
            "Serve se passa a una collega; per un'altra area puoi proporla, e risponde lei o chi coordina."
        ),
    )
    to_area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=[("", gettext_lazy("la stessa")), *UserArea.choices],
        required=False,
        help_text=gettext_lazy("Solo se passa a un'altra area."),
    )
    to_municipality = forms.ModelChoiceField(
        label=gettext_lazy("Comune dell'Ambito"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=gettext_lazy("lo stesso"),
        help_text=gettext_lazy("Risponde chi coordina in quel Comune, e la assegna."),
    )
    to_place = Words(
        label=gettext_lazy("Comune fuori dall'Ambito"),
        required=False,
        max_length=160,
        help_text=gettext_lazy(
            "Si prepara il fascicolo da consegnare; la cartella si chiude quando l'hanno presa."
        ),
    )
    why = long_words(gettext_lazy("Perché passa"), rows=3, most=2000)

    def __init__(self, *args: Any, actor: Actor, case: Case, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        posts = caseworkers(actor)
        if case.owner_id:
            posts = posts.exclude(pk=case.owner_id)
        field_of(self, "to_post").queryset = posts
        towns = Municipality.objects.filter(ambito=case.ambito_id).defer("boundary")
        if case.municipality_id:
            towns = towns.exclude(pk=case.municipality_id)
        field_of(self, "to_municipality").queryset = towns.order_by("name")

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {name: told[name] for name in ("to_post", "to_area", "to_municipality", "to_place")}


class AnswerForm(OnceFormMixin, forms.Form):
    """Yes or no to what is asked; who coordinates says in whose hands."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("Che cosa rispondi"), choices=DECISIONS, widget=RadioChips
    )
    to = PostChoice(
        label=gettext_lazy("Chi la seguirà"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=CHOOSE,
    )
    answer = long_words(
        gettext_lazy("La tua risposta"), rows=3, most=2000, required=False,
        help_text=gettext_lazy("Serve se rifiuti. Resta nella storia della cartella."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, transfer: CaseTransfer, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        if transfer.kind == TransferKind.OUTSIDE:
            field_of(self, "decision").choices = OUTSIDE
            field_of(self, "answer").label = gettext_lazy("Chi l'ha presa, e quando; o perché no")
        if transfer.kind == TransferKind.OUTSIDE or not actor.has(Right.CASE_ASSIGN):
            del self.fields["to"]
        else:
            posts = caseworkers(actor, transfer.to_municipality_id)
            field_of(self, "to").queryset = posts
            field_of(self, "to").initial = transfer.to_post_id


class WithdrawForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = Words(label=gettext_lazy("Perché"), required=False, max_length=300)
