"""What is typed about who counts for a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.cases.choices.ties import TieKind, TieStrength, TieWho
from prossimo.cases.forms.cases import PostChoice
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.network.models import Organisation
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

ENDS = ("name", "organisation", "post", "person")


class TieForm(OnceFormMixin, forms.Form):
    """Who counts: a name, or somebody whom the programme knows already; what they do, how much."""

    who = forms.ChoiceField(label=gettext_lazy("Chi è"), choices=TieWho.choices, widget=RadioChips)
    name = Words(
        label=gettext_lazy("Nome"), required=False, max_length=160,
        help_text=gettext_lazy("«La signora del terzo piano», «Bar Sport». Oppure scegli qui sotto."),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organizzazione della rete"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("nessuna"),
    )
    post = PostChoice(
        label=gettext_lazy("Operatore"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("nessuno"),
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Persona della famiglia"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("nessuna"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa fa"), choices=TieKind.choices, widget=RadioChips
    )
    strength = forms.TypedChoiceField(
        label=gettext_lazy("Quanto è forte il legame"),
        choices=TieStrength.choices,
        coerce=int,
        widget=RadioChips,
        initial=TieStrength.FAIR,
    )
    note = Words(label=gettext_lazy("Nota"), required=False, max_length=300)
    since_on = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)

    def __init__(
        self, *args: Any, organisations: Any, posts: Any, people: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field_of(self, "organisation").queryset = organisations
        field_of(self, "post").queryset = posts
        field_of(self, "person").queryset = people

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        ends = [name for name in ENDS if told.get(name)]
        if not ends and "name" not in self.errors:
            self.add_error("name", ValidationError(_("Scrivi un nome, o scegli chi è.")))
        if len(ends) > 1:
            said = _("Uno solo: il nome scritto, oppure chi hai scelto dall'elenco.")
            self.add_error(ends[1], ValidationError(said))
        return told

    def values(self) -> dict[str, Any]:
        names = ("who", *ENDS, "kind", "strength", "note")
        return {name: self.cleaned_data[name] for name in names}
