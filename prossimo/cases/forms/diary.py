"""What is typed in the diary of a case."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.cases.choices import EntryKind
from prossimo.cases.forms.cases import long_words
from prossimo.cases.forms.papers import Files
from prossimo.cases.models import EntryTemplate
from prossimo.citizens.models import Person
from prossimo.ui.forms import Chips, RadioChips, Words, field_of

if TYPE_CHECKING:
    PostsField = forms.ModelMultipleChoiceField[Post]
else:
    PostsField = forms.ModelMultipleChoiceField


class PostsChoice(PostsField):
    def label_from_instance(self, obj: Any) -> str:
        name: str = obj.user.get_full_name()
        return name


class EntryForm(OnceFormMixin, forms.Form):
    """A page of diary: what, when, who took part, what happened, and what only I read."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa"), choices=EntryKind.choices, widget=RadioChips
    )
    happened_at = forms.DateTimeField(
        label=gettext_lazy("Quando"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        initial=lambda: timezone.localtime().replace(second=0, microsecond=0),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuti"), required=False, min_value=1, max_value=600
    )
    place = Words(label=gettext_lazy("Dove"), required=False, max_length=160)
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Chi c'era"),
        queryset=Person.objects.none(),
        required=False,
        widget=Chips,
    )
    others = Words(
        label=gettext_lazy("Altri presenti"), required=False, max_length=400,
        help_text=gettext_lazy("Nomi o ruoli separati da virgole: «maestra, medico di base»."),
    )  # fmt: skip
    text = long_words(gettext_lazy("Che cosa è successo"), rows=8, most=20_000)
    told = PostsChoice(
        label=gettext_lazy("Segnala a"), queryset=Post.objects.none(), required=False, widget=Chips,
        help_text=gettext_lazy("Chi segue la cartella riceve solo: «c'è una novità, entra»."),
    )  # fmt: skip
    papers = Files(
        label=gettext_lazy("Allegati"), required=False,
        help_text=gettext_lazy("PDF, fotografie, testi e fogli di calcolo."),
    )  # fmt: skip
    private = long_words(
        gettext_lazy("Annotazione riservata"), rows=3, most=8000, required=False,
        help_text=gettext_lazy("La leggi solo tu."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, told: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "people").queryset = people
        field_of(self, "told").queryset = told
        if not told.exists():
            del self.fields["told"]  # nobody else follows the case

    def begin_from(self, chosen: EntryTemplate | None) -> None:
        """Put the text that was chosen under what is typed already, once."""
        if chosen is None or self.is_bound:
            return
        typed = str(self.initial.get("text", ""))
        self.initial["kind"] = self.initial.get("kind") or chosen.kind
        if chosen.text not in typed:
            self.initial["text"] = f"{typed.rstrip()}\n\n{chosen.text}".lstrip()

    def values(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in ("kind", "happened_at", "minutes", "place", "text")
        }


class AmendForm(OnceFormMixin, forms.Form):
    """One's own page corrected: what it said before stays in its history."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = EntryForm.base_fields["kind"]
    happened_at = EntryForm.base_fields["happened_at"]
    minutes = EntryForm.base_fields["minutes"]
    place = EntryForm.base_fields["place"]
    text = EntryForm.base_fields["text"]

    def values(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in ("kind", "happened_at", "minutes", "place", "text")
        }


class NoteForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = long_words(
        gettext_lazy("Annotazione riservata"), rows=4, most=8000, required=False,
        help_text=gettext_lazy("La leggi solo tu. Vuota: si toglie."),
    )  # fmt: skip
