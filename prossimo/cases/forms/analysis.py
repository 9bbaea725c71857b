"""What is typed in an analysis and in a scale: built from their declarations, never by hand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.asking import NOTHING, Answered, Answers, Choice, Page, Question
from prossimo.cases.choices import ScaleSource
from prossimo.cases.forms.cases import CHOOSE, long_words
from prossimo.cases.scoring import Scale
from prossimo.catalogue.models import Need
from prossimo.citizens.models import Person
from prossimo.core.periods import today
from prossimo.ui.forms import Chips, DateInput, RadioChips, Words, field_of

NOTE = "_note"


class PageForm(OnceFormMixin, forms.Form):
    """One page of an analysis: nothing is required while it is a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, page: Page, questions: Sequence[Question], answers: Answers,
        proposed: Answers, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.page, self.questions = page, questions
        self.proposed = {
            each.key: proposed.get((each.key, page.who), NOTHING) for each in questions
        }
        self.fresh: set[str] = set()  # filled with what is known, not yet confirmed
        for question in questions:
            answer = answers.get((question.key, page.who))
            if answer is None:
                answer = self.proposed[question.key]
                self.fresh |= {question.key} if answer else set()
            self._ask(question, answer)

    def _ask(self, question: Question, answer: Answered) -> None:
        field = FIELDS[question.kind](question)
        source = _("Da: %(source)s.") % {"source": answer.source} if answer.source else ""
        field.help_text = " ".join(filter(None, [str(question.help), source]))
        many = question.kind == "several"
        if question.kind == "words":
            field.initial = answer.text
        else:
            field.initial = list(answer.chosen) if many else next(iter(answer.chosen), "")
            note = Words(
                label=_("In poche parole"), required=False, max_length=1000, initial=answer.text
            )
            self.fields[f"{question.key}{NOTE}"] = note
        self.fields[question.key] = field

    @property
    def asked(self) -> list[tuple[Any, Any]]:
        """Each question with its line of words, in the order of the form."""
        return [
            (self[each.key], self[f"{each.key}{NOTE}"] if each.kind != "words" else None)
            for each in self.questions
        ]

    def said(self) -> dict[str, Answered]:
        """What was answered; where it is what was proposed, where that is known from stays said."""
        found = {}
        for question in self.questions:
            value = self.cleaned_data[question.key]
            if question.kind == "words":
                answer = Answered(text=value)
            else:
                chosen = (
                    tuple(value) if question.kind == "several" else tuple(filter(None, [value]))
                )
                answer = Answered(chosen, self.cleaned_data[f"{question.key}{NOTE}"])
            known = self.proposed[question.key]
            same = bool(known) and (answer.chosen, answer.text) == (
                known.chosen, known.text.replace("\r\n", "\n")
            )  # fmt: skip
            text = answer.text.replace("\r\n", "\n")
            found[question.key] = Answered(answer.chosen, text, known.source if same else "")
        return found


def _one(question: Question) -> forms.Field:
    return forms.ChoiceField(
        label=question.label, choices=_choices(question.choices), widget=RadioChips, required=False
    )


def _several(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        label=question.label,
        choices=_choices(question.choices),
        widget=Chips(filterable=False),
        required=False,
    )


def _words(question: Question) -> forms.Field:
    return long_words(question.label, rows=3, required=False)


FIELDS = {"level": _one, "one": _one, "several": _several, "words": _words}


def _choices(choices: Iterable[Choice]) -> list[tuple[str, Any]]:
    return [(choice.key, choice.label) for choice in choices]


class CompleteForm(OnceFormMixin, forms.Form):
    """Where the analysis leads, in sum, and which needs enter the case."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=gettext_lazy("A quale percorso porta"), widget=RadioChips)
    outcome_why = Words(
        label=gettext_lazy("Perché non quello che propone la regola"), required=False,
        max_length=500,
    )  # fmt: skip
    needs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Bisogni da aggiungere"), queryset=Need.objects.none(), widget=Chips,
        required=False,
        help_text=gettext_lazy("Dalle risposte «media» e «grave»; quelli che ci sono già no."),
    )  # fmt: skip
    summary = long_words(gettext_lazy("In sintesi"), rows=4, required=False)

    def __init__(self, *args: Any, outcomes: Sequence[Choice], needs: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if outcomes:
            field_of(self, "outcome").choices = _choices(outcomes)
        else:
            del self.fields["outcome"], self.fields["outcome_why"]
        field_of(self, "needs").queryset = needs
        if not needs.exists():
            del self.fields["needs"]

    def values(self) -> dict[str, Any]:
        names = ("outcome", "outcome_why", "summary", "needs")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class ScaleForm(OnceFormMixin, forms.Form):
    """A scale as declared: about whom, when, from whom, then item by item."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    person = forms.ModelChoiceField(
        label=gettext_lazy("Di chi"), queryset=Person.objects.none(), empty_label=CHOOSE
    )
    done_on = forms.DateField(label=gettext_lazy("Rilevata il"), widget=DateInput, initial=today)
    source = forms.ChoiceField(
        label=gettext_lazy("Da dove vengono le risposte"), choices=ScaleSource.choices,
        widget=RadioChips, initial=ScaleSource.OBSERVED,
    )  # fmt: skip
    informant = Words(
        label=gettext_lazy("Riferita da"), required=False, max_length=160,
        help_text=gettext_lazy("Se l'ha riferita qualcuno: «la figlia», «il medico di base»."),
    )  # fmt: skip
    convention = forms.ChoiceField(label=gettext_lazy("Come si conta"), widget=RadioChips)
    note = long_words(gettext_lazy("Nota"), rows=2, most=2000, required=False)

    def __init__(
        self, *args: Any, scale: Scale, people: Any, about: Any = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.scale = scale
        field_of(self, "person").queryset = people
        conventions = [(each.key, each.label) for each in scale.conventions]
        field_of(self, "convention").choices = conventions
        self.fields["convention"].initial = conventions[0][0]
        if len(conventions) == 1:
            self.fields["convention"].widget = forms.HiddenInput()
        if about is not None:
            del self.fields["person"]
        for item in scale.items:
            options = [(option.key, f"{option.points} · {option.label}") for option in item.options]
            self.fields[f"item_{item.key}"] = forms.ChoiceField(
                label=item.label, choices=options, widget=RadioChips, required=False
            )

    @property
    def head(self) -> list[Any]:
        names = ("person", "done_on", "source", "informant", "convention")
        return [self[name] for name in names if name in self.fields and not self[name].is_hidden]

    @property
    def items(self) -> list[Any]:
        return [self[f"item_{item.key}"] for item in self.scale.items]

    def values(self) -> dict[str, Any]:
        names = ("done_on", "source", "informant", "convention", "note")
        return {name: self.cleaned_data[name] for name in names}

    def sheet(self) -> dict[str, str]:
        return {item.key: self.cleaned_data[f"item_{item.key}"] for item in self.scale.items}


class CorrectionForm(ScaleForm):
    """A whole sheet written again, and why the first was wrong."""

    why = Words(
        label=gettext_lazy("Che cosa era sbagliato"), max_length=300,
        help_text=gettext_lazy("Resta scritto sulla scheda di prima e su questa."),
    )  # fmt: skip

    @property
    def head(self) -> list[Any]:
        return [self["why"], *super().head]


class SheetVersionForm(OnceFormMixin, forms.Form):
    """A draft is dropped: the version that was seen, and nothing else."""

    version = forms.IntegerField(widget=forms.HiddenInput)
