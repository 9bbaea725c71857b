"""What is typed of a meeting on a case: when and who, what was said, who does what, who signed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.cases.choices.meetings import Attendance, MeetingKind, SignedHow
from prossimo.cases.forms.cases import PostChoice, long_words
from prossimo.cases.models import MeetingPresence
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.ui.forms import Chips, DateInput, RadioChips, Words, field_of

CAME = [each for each in Attendance.choices if each[0] != Attendance.INVITED]
ONE_A_LINE = gettext_lazy("Una riga per ogni punto.")
LATER = gettext_lazy("ancora nessuno dall'elenco")


def _when(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


if TYPE_CHECKING:
    PostsField = forms.ModelMultipleChoiceField[Post]
else:
    PostsField = forms.ModelMultipleChoiceField


class PostsChoice(PostsField):
    """Workers by name and body."""

    def label_from_instance(self, obj: Any) -> str:
        name: str = obj.user.get_full_name()
        return f"{name}, {obj.organisation}" if obj.organisation_id else name


class CallForm(OnceFormMixin, forms.Form):
    """When and where, about what, and who is called."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che incontro è"), choices=MeetingKind.choices, widget=RadioChips,
        initial=MeetingKind.TEAM,
    )  # fmt: skip
    starts_at = _when(gettext_lazy("Quando"))
    lasts = forms.IntegerField(label=gettext_lazy("Minuti"), min_value=5, max_value=480, initial=60)
    place = Words(label=gettext_lazy("Dove"), max_length=160)
    agenda = long_words(
        gettext_lazy("Ordine del giorno"), rows=4, required=False, help_text=ONE_A_LINE
    )
    workers = PostsChoice(
        label=gettext_lazy("Chi la segue"), queryset=Post.objects.none(), required=False,
        widget=Chips,
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("La persona e la famiglia"), queryset=Person.objects.none(),
        required=False, widget=Chips,
    )  # fmt: skip
    others = Words(
        label=gettext_lazy("Altri, con l'ente fra parentesi"), required=False, max_length=600,
        help_text=gettext_lazy("Separati da virgole: «Anna Riva (scuola Rodari), il parroco»."),
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "workers").queryset = workers
        field_of(self, "people").queryset = people

    def values(self) -> dict[str, Any]:
        names = ("kind", "starts_at", "lasts", "place", "agenda")
        return {name: self.cleaned_data[name] for name in names}


class MoveForm(OnceFormMixin, forms.Form):
    """Another day, place or agenda."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    starts_at = CallForm.base_fields["starts_at"]
    lasts = CallForm.base_fields["lasts"]
    place = CallForm.base_fields["place"]
    agenda = CallForm.base_fields["agenda"]

    def values(self) -> dict[str, Any]:
        names = ("starts_at", "lasts", "place", "agenda")
        return {name: self.cleaned_data[name] for name in names}


class SeatForm(OnceFormMixin, forms.Form):
    """One more is called: from the list, or by name."""

    post = PostChoice(
        label=gettext_lazy("Un operatore"), queryset=Post.objects.none(), required=False,
        empty_label=LATER,
        help_text=gettext_lazy("Se non segue la presa in carico riceve solo l'ora e il luogo."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=gettext_lazy("Qualcuno della famiglia"), queryset=Person.objects.none(),
        required=False, empty_label=LATER,
    )  # fmt: skip
    name = Words(label=gettext_lazy("Oppure chi altro"), required=False, max_length=160)
    body = Words(label=gettext_lazy("Ente o ruolo"), required=False, max_length=160)
    email = forms.EmailField(
        label=gettext_lazy("Posta elettronica"), required=False,
        help_text=gettext_lazy("Per l'invito: vi si scrivono solo l'ora e il luogo."),
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field_of(self, "post").queryset = posts
        field_of(self, "person").queryset = people

    def values(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("post", "person", "name", "body", "email")
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if sum(bool(told.get(name)) for name in ("post", "person", "name")) != 1:
            self.add_error("name", _("Scegli una persona sola: dall'elenco, oppure per nome."))
        return told


class HoldForm(OnceFormMixin, forms.Form):
    """Who was there, one by one."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, chairs: list[MeetingPresence], **more: Any) -> None:
        super().__init__(*args, **more)
        self.chairs = chairs
        for chair in chairs:
            known = chair.attendance != Attendance.INVITED
            self.fields[f"chair_{chair.pk.hex}"] = forms.ChoiceField(
                label=f"{chair.who} · {chair.whence}" if chair.whence else chair.who,
                choices=CAME,
                widget=RadioChips,
                initial=chair.attendance if known else Attendance.PRESENT,
            )

    def attendance(self) -> dict[Any, str]:
        return {chair.pk: self.cleaned_data[f"chair_{chair.pk.hex}"] for chair in self.chairs}


class MinutesForm(OnceFormMixin, forms.Form):
    """What was said and decided. `base` is the version one began from, kept in the draft too:
    a text taken up again after somebody else saved is put beside theirs, not over it."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agenda = long_words(
        gettext_lazy("Ordine del giorno"), rows=3, required=False, help_text=ONE_A_LINE
    )
    discussed = long_words(
        gettext_lazy("Che cosa si è detto"), rows=10, most=20_000, required=False
    )
    decisions = long_words(
        gettext_lazy("Che cosa si è deciso"), rows=5, most=8000, required=False,
        help_text=gettext_lazy("Una riga per ogni decisione. I compiti si aggiungono a parte."),
    )  # fmt: skip
    next_on = forms.DateField(
        label=gettext_lazy("Ci si rivede entro il"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy(
            "In una verifica, senza una data vale il ritmo del progetto a partire da questo incontro."
        ),
    )

    WORDS = ("agenda", "discussed", "decisions", "next_on")

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.WORDS}

    def expected(self) -> int:
        """The version that what was chosen is to be written over, or the one that was read."""
        return self.cleaned_data["version"] or self.cleaned_data["base"] or 0

    def clean_next_on(self) -> Any:
        day = self.cleaned_data["next_on"]
        if day and day < today() and "next_on" in self.changed_data:
            raise forms.ValidationError(_("Serve un giorno da oggi in poi."))
        return day


class SignForm(OnceFormMixin, forms.Form):
    """Who signed, in which capacity, how."""

    name = Words(label=gettext_lazy("Chi ha firmato"), max_length=160)
    role = Words(label=gettext_lazy("In quale veste"), required=False, max_length=160)
    how = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=SignedHow.choices, widget=RadioChips,
        initial=SignedHow.PAPER,
    )  # fmt: skip
    signed_on = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, waiting: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        name = field_of(self, "name")
        if waiting and len(waiting) == 1:
            name.initial = waiting[0]
        elif waiting:
            name.help_text = _("Manca la firma di: %(names)s.") % {"names": ", ".join(waiting)}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "role", "how", "signed_on")}
