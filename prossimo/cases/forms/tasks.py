"""What is typed of a task, of its end, and of somebody heard again after their case was closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.cases.choices.meetings import HeardHow, HowItGoes, TaskState
from prossimo.cases.forms.cases import PostChoice, long_words
from prossimo.cases.operations.tasks import hand
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

NOBODY = gettext_lazy("nessuno dall'elenco")


class TaskForm(OnceFormMixin, forms.Form):
    """What is to be done, by whom, by when."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = Words(label=gettext_lazy("Che cosa c'è da fare"), max_length=400)
    due_on = forms.DateField(label=gettext_lazy("Entro il"), widget=DateInput)
    post = PostChoice(
        label=gettext_lazy("Lo fa un operatore"), queryset=Post.objects.none(), required=False,
        empty_label=NOBODY,
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=gettext_lazy("Lo fa qualcuno della famiglia"), queryset=Person.objects.none(),
        required=False, empty_label=NOBODY,
    )  # fmt: skip
    name = Words(
        label=gettext_lazy("Oppure lo fa"), required=False, max_length=160,
        help_text=gettext_lazy("Un nome o un ruolo: «la vicina», «la maestra»."),
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "post").queryset = posts
        field_of(self, "person").queryset = people

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if sum(bool(told.get(name)) for name in ("post", "person", "name")) != 1:
            self.add_error("name", _("Scegli chi lo fa: uno solo."))
        return told

    def given(self) -> dict[str, Any]:
        names = ("what", "due_on", "post", "person", "name")
        return {name: self.cleaned_data[name] for name in names}

    def values(self) -> dict[str, Any]:
        """As the row keeps them."""
        told = self.cleaned_data
        hands = hand(told["post"], told["person"], told["name"])
        return {"what": told["what"].strip(), "due_on": told["due_on"], **hands}


class EndTaskForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Com'è andata"), widget=RadioChips, initial=TaskState.DONE,
        choices=[each for each in TaskState.choices if each[0] != TaskState.OPEN],
    )  # fmt: skip
    closing = Words(
        label=gettext_lazy("In due parole"), required=False, max_length=500,
        help_text=gettext_lazy("Se non si fa più, perché; se passa ad altri, a chi."),
    )  # fmt: skip


class HearAgainForm(OnceFormMixin, forms.Form):
    """How somebody goes, after their case was closed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    heard_on = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)
    how = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=HeardHow.choices, widget=RadioChips,
        initial=HeardHow.CALL,
    )  # fmt: skip
    goes = forms.ChoiceField(
        label=gettext_lazy("Come va"), choices=HowItGoes.choices, widget=RadioChips
    )
    text = long_words(gettext_lazy("Che cosa racconta"), rows=4, required=False)
    again_on = forms.DateField(
        label=gettext_lazy("Da risentire ancora il"), required=False, widget=DateInput,
        help_text=gettext_lazy("Vuoto: non si risente più."),
    )  # fmt: skip
    reopen = forms.BooleanField(
        label=gettext_lazy("Riapri la presa in carico: ha di nuovo bisogno"), required=False
    )

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("heard_on", "how", "goes", "text")
        again = None if told["reopen"] else told["again_on"]
        return {**{name: told[name] for name in names}, "again_on": again}
