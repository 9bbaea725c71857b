"""What is said about a file of the registry: whose it is, which column is which, which rows to see."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.rules import Actor
from prossimo.citizens.choices import HouseholdRole, RegistryState, RowState, Sex
from prossimo.citizens.models import RegistryBatch
from prossimo.citizens.registry import columns
from prossimo.core.text import fold
from prossimo.territory.models import Municipality

VOCABULARIES: dict[str, Any] = {
    "sex": Sex, "household_role": HouseholdRole, "registry_state": RegistryState,
}  # fmt: skip
WORDS = "words_"


class RegistryFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File dell'anagrafe"),
        help_text=gettext_lazy("CSV, XLSX o ODS; la prima riga ha i nomi delle colonne."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Di quale Comune"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=gettext_lazy("Più Comuni: lo dice una colonna del file"),
    )
    whole = forms.BooleanField(
        label=gettext_lazy("È l'anagrafe intera"),
        required=False,
        help_text=gettext_lazy(
            "Chi non c'è più nel file diventa un controllo da fare, mai una cancellazione."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        field = cast("forms.ModelChoiceField[Municipality]", self.fields["municipality"])
        towns = Municipality.objects.visible_to(actor).defer("boundary").order_by("name")
        if actor.municipality_id:
            towns = towns.filter(pk=actor.municipality_id)
            field.required, field.empty_label = True, None
        field.queryset = towns


class ColumnsForm(forms.Form):
    """One list of headings for each field of ours; what the words of the file mean, below."""

    def __init__(self, *args: Any, batch: RegistryBatch, headers: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        headings = [("", _("— non c'è —")), *((name, name) for name in headers)]
        for wanted in columns.FIELDS:
            self.fields[wanted.name] = forms.ChoiceField(
                label=str(wanted.label).capitalize(),
                choices=headings,
                required=False,
                initial=batch.columns.get(wanted.name, ""),
                help_text=str(wanted.help),
            )
        for name in columns.WITH_VALUES:
            said = batch.layout.get("words", {}).get(name, {})
            self.fields[WORDS + name] = forms.CharField(
                label=_("Parole di «%(name)s» da spiegare") % {"name": columns.BY_NAME[name].label},
                required=False,
                max_length=2000,
                initial="\n".join(f"{word} = {_label(name, key)}" for word, key in said.items()),
                widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
                help_text=_("Una per riga, per esempio: %(word)s = %(meaning)s")
                % {"word": "S", "meaning": str(next(iter(VOCABULARIES[name])).label)},
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in columns.WITH_VALUES:
            given[WORDS + name] = self._words(name, given.get(WORDS + name, ""))
        return given

    def _words(self, name: str, text: str) -> dict[str, str]:
        known = {fold(str(each.label)): each.value for each in VOCABULARIES[name]}
        known |= {str(each.value).lower(): each.value for each in VOCABULARIES[name]}
        found = {}
        for line in filter(str.strip, text.splitlines()):
            word, _mark, meaning = line.partition("=")
            if not meaning or fold(meaning) not in known:
                labels = ", ".join(str(each.label) for each in VOCABULARIES[name])
                self.add_error(
                    WORDS + name,
                    _("«%(line)s»: dopo «=» scrivi uno di questi: %(labels)s.")
                    % {"line": line.strip()[:60], "labels": labels},
                )
                continue
            found[word.strip()[:60]] = known[fold(meaning)]
        return found

    @property
    def chosen(self) -> dict[str, str]:
        given = self.cleaned_data
        return {w.name: given[w.name] for w in columns.FIELDS if given.get(w.name)}

    @property
    def words(self) -> dict[str, dict[str, str]]:
        return {
            name: self.cleaned_data[WORDS + name]
            for name in columns.WITH_VALUES
            if self.cleaned_data.get(WORDS + name)
        }


def _label(name: str, key: str) -> str:
    return str(VOCABULARIES[name](key).label)


class RowFilter(forms.Form):
    esito = forms.ChoiceField(
        label=gettext_lazy("le righe"),
        required=False,
        choices=[("", gettext_lazy("tutte")), *RowState.choices[1:]],
    )
