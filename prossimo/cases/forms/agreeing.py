"""What is typed while a project is agreed: an answer for each goal, a signature."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.models import Post
from prossimo.cases.choices import Answer, AnswerWay, SignerRole, SignWay
from prossimo.cases.forms.cases import PostChoice
from prossimo.cases.forms.papers import limits
from prossimo.cases.forms.plan import MemberChoice, VersionedForm
from prossimo.cases.models import CaseMember, Goal
from prossimo.citizens.models import Representation
from prossimo.core.periods import today
from prossimo.core.uploads.kinds import ACCEPT
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

CHOOSE = gettext_lazy("scegli")
SOMEBODY_ELSE = gettext_lazy("qualcun altro")


class AnswersForm(VersionedForm):
    """Who answered, when and how; then a yes or a no for each goal."""

    member = MemberChoice(
        label=gettext_lazy("Chi risponde"), queryset=CaseMember.objects.none(), required=False,
        empty_label=SOMEBODY_ELSE,
    )  # fmt: skip
    name = Words(
        label=gettext_lazy("Come si chiama"), max_length=160, required=False,
        help_text=gettext_lazy("Se non è nella presa in carico: per esempio il tutore."),
    )  # fmt: skip
    on = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)
    way = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=AnswerWay.choices, widget=RadioChips,
        initial=AnswerWay.SPOKEN,
    )  # fmt: skip
    note = Words(label=gettext_lazy("Con quali parole"), max_length=500, required=False)

    def __init__(
        self, *args: Any, goals: Sequence[Goal], known: Mapping[Any, str], members: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field_of(self, "member").queryset = members
        for goal in goals:
            offered = [each for each in Answer.choices if each[0] != Answer.WITHDRAWN]
            if known.get(goal.pk) == Answer.YES:
                offered = Answer.choices
            self.fields[self.name_of(goal.pk)] = forms.ChoiceField(
                label=goal.statement, choices=offered, widget=RadioChips, required=False,
                initial=known.get(goal.pk),
            )  # fmt: skip

    @staticmethod
    def name_of(key: Any) -> str:
        return f"goal_{key}"

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("member") and not told.get("name"):
            self.add_error("name", ValidationError(_("Scrivi chi risponde.")))
        if told.get("member"):
            told["name"] = ""
        return told

    def answers(self) -> dict[uuid.UUID, str]:
        prefix = self.name_of("")
        return {
            uuid.UUID(name.removeprefix(prefix)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value
        }

    def values(self) -> dict[str, Any]:
        told = super().values()
        return {name: told[name] for name in ("member", "name", "on", "way", "note")}


class SignForm(VersionedForm):
    """Who signs, by which title, how: on the screen, on paper, or with a qualified signature."""

    role = forms.ChoiceField(
        label=gettext_lazy("Chi firma"), choices=SignerRole.choices, widget=RadioChips
    )
    member = MemberChoice(
        label=gettext_lazy("Persona"), queryset=CaseMember.objects.none(), required=False,
        empty_label=CHOOSE, help_text=gettext_lazy("Se firma la persona o un familiare."),
    )  # fmt: skip
    representation = forms.ModelChoiceField(
        label=gettext_lazy("Con quale decreto"), queryset=Representation.objects.none(),
        required=False, empty_label=CHOOSE,
        help_text=gettext_lazy("Se firma chi la rappresenta."),
    )  # fmt: skip
    post = PostChoice(
        label=gettext_lazy("Operatore"), queryset=Post.objects.none(), required=False,
        empty_label=CHOOSE, help_text=gettext_lazy("Se firma chi la segue."),
    )  # fmt: skip
    name = Words(
        label=gettext_lazy("Nome e cognome"), max_length=160, required=False,
        help_text=gettext_lazy("Se firmano altri: un'associazione, la scuola, un vicino."),
    )  # fmt: skip
    on = forms.DateField(label=gettext_lazy("Il giorno"), widget=DateInput, initial=today)
    way = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=SignWay.choices, widget=RadioChips,
        initial=SignWay.PAPER,
    )  # fmt: skip
    reference = Words(
        label=gettext_lazy("Dove si trova"), max_length=200, required=False,
        help_text=gettext_lazy(
            "Il fascicolo del foglio firmato, o il numero della firma digitale."
        ),
    )  # fmt: skip
    scan = forms.FileField(
        label=gettext_lazy("Il foglio firmato"), required=False,
        widget=forms.FileInput({"accept": ACCEPT}),
    )  # fmt: skip
    drawn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60_000)

    def __init__(
        self, *args: Any, members: Any, posts: Any, representations: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field_of(self, "member").queryset = members
        field_of(self, "post").queryset = posts
        field_of(self, "representation").queryset = representations
        self.fields["scan"].help_text = limits()
        if not representations.exists():
            del self.fields["representation"]
            field_of(self, "role").choices = [
                each for each in SignerRole.choices if each[0] != SignerRole.GUARDIAN
            ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("way") == SignWay.DRAWN and not told.get("drawn"):
            self.add_error(
                "way", ValidationError(_("Firma nel riquadro, oppure scegli «firmato su carta»."))
            )
        if told.get("scan") and told.get("way") == SignWay.PAPER:
            told["way"] = SignWay.SCAN  # who chose a file has said how
        if told.get("way") == SignWay.SCAN and not (told.get("scan") or "scan" in self.errors):
            self.add_error("scan", ValidationError(_("Scegli il foglio firmato da caricare.")))
        if told.get("way") == SignWay.EXTERNAL and not told.get("reference"):
            self.add_error("reference", ValidationError(_("Scrivi dove si trova la firma.")))
        if told.get("role") == SignerRole.OTHER and not told.get("name"):
            self.add_error("name", ValidationError(_("Scrivi chi firma.")))
        return told

    def values(self) -> dict[str, Any]:
        """What stands for the title chosen, and nothing else; the name as the files have it."""
        told = {"representation": None, **super().values()}
        told.pop("scan", None)
        role = told["role"]
        told["member"] = told["member"] if role in {"person", "relative"} else None
        told["post"] = told["post"] if role == "worker" else None
        told["representation"] = told["representation"] if role == "guardian" else None
        if told["member"] is not None:
            told["name"] = told["member"].person.full_name
        elif told["post"] is not None:
            told["name"] = told["post"].user.get_full_name()
        elif told["representation"] is not None:
            decree = told["representation"]
            other = decree.representative
            told["name"] = other.full_name if other else decree.name
        return told
