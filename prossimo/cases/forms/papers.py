"""What is typed about documents: files, what they are, who sees them; a correction; a withdrawal."""

from collections.abc import Sequence
from typing import Any, cast

import django_filters
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import DocumentKind, Part
from prossimo.cases.models import CaseDocument
from prossimo.cases.models.papers import CaseDocumentQuerySet
from prossimo.core.periods import today
from prossimo.core.uploads.kinds import ACCEPT
from prossimo.ui.forms import DateInput, RadioChips, Words

CHOOSE = ("", gettext_lazy("scegli"))
MOST_FILES = 20


class FilesInput(forms.ClearableFileInput):
    """The browser's own chooser, for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT, "multiple": True})


class Files(forms.FileField):
    """One or more files; what they hold is looked at by the operation."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(_("Scegli almeno un file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                _("Al massimo %(most)s file per volta.") % {"most": MOST_FILES}
            )
        return list(given)


def limits() -> str:
    """What may be put there, in a sentence."""
    return _(
        "PDF, fotografie (JPEG, PNG), testi e fogli di calcolo; fino a %(one)s MB l'uno e %(all)s MB "
        "per volta. Dalle fotografie si toglie dove e quando sono state fatte."
    ) % {"one": settings.UPLOAD_MOST_MB, "all": 2 * settings.UPLOAD_MOST_MB}


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), choices=[CHOOSE, *DocumentKind.choices]
    )


class PapersForm(OnceFormMixin, forms.Form):
    """Files to put among the documents of a case."""

    papers = Files(label=gettext_lazy("File"))
    kind = kind_field()
    title = Words(
        label=gettext_lazy("Titolo"), required=False, max_length=160,
        help_text=gettext_lazy("Vuoto: il nome del file."),
    )  # fmt: skip
    dated_on = forms.DateField(
        label=gettext_lazy("Data del documento"), widget=DateInput, initial=today
    )
    part = forms.ChoiceField(
        label=gettext_lazy("A quale parte della cartella appartiene"), widget=RadioChips,
        help_text=gettext_lazy("Lo vede chi può aprire quella parte."),
    )  # fmt: skip

    def __init__(self, *args: Any, parts: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        part = cast(forms.ChoiceField, self.fields["part"])
        part.choices = [each for each in Part.choices if each[0] in parts]
        self.fields["papers"].help_text = limits()

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        title = told["title"] if len(told["papers"]) == 1 else ""
        return {"title": title, **{name: told[name] for name in ("kind", "dated_on", "part")}}


class PaperForm(OnceFormMixin, forms.Form):
    """What a document is, corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = Words(label=gettext_lazy("Titolo"), max_length=160)
    kind = kind_field()
    dated_on = forms.DateField(label=gettext_lazy("Data del documento"), widget=DateInput)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "kind", "dated_on")}


class WithdrawForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    why = Words(
        label=gettext_lazy("Perché non vale più"), max_length=300,
        help_text=gettext_lazy("Gli altri non lo aprono più; resta qui, con il motivo."),
    )  # fmt: skip


class PapersFilter(django_filters.FilterSet):
    """By words of the title, by kind; also those withdrawn."""

    q = django_filters.CharFilter(
        label=gettext_lazy("che dicono"), method="by_words", widget=forms.SearchInput
    )
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("di tipo"), choices=DocumentKind.choices,
        empty_label=gettext_lazy("qualsiasi"),
    )  # fmt: skip
    withdrawn = django_filters.BooleanFilter(
        label=gettext_lazy("anche ritirati"), method="by_state", widget=forms.CheckboxInput
    )

    class Meta:
        model = CaseDocument
        fields: Sequence[str] = ()

    def by_words(self, rows: CaseDocumentQuerySet, name: str, value: str) -> CaseDocumentQuerySet:
        for word in value.split():
            rows = rows.filter(title__icontains=word)
        return rows

    def by_state(self, rows: CaseDocumentQuerySet, name: str, value: bool) -> CaseDocumentQuerySet:
        return rows if value else rows.held()

    @property
    def shows_withdrawn(self) -> bool:
        return bool(getattr(self.form, "cleaned_data", {}).get("withdrawn"))

    def sentence(self) -> str:
        """The filters in words."""
        told = getattr(self.form, "cleaned_data", {})
        parts = [f"«{told['q']}»"] if told.get("q") else []
        if told.get("kind"):
            parts.append(str(DocumentKind(told["kind"]).label))
        if told.get("withdrawn"):
            parts.append(str(self.filters["withdrawn"].label))
        return ", ".join(parts)
