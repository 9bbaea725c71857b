"""What is typed to read a case in an emergency, and to say afterwards how it was."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin, ProofFormMixin
from prossimo.cases.choices import GlassCategory, GlassOutcome
from prossimo.cases.forms.cases import long_words
from prossimo.cases.operations.glass import check_reason
from prossimo.ui.forms import RadioChips


class GlassForm(ProofFormMixin, forms.Form):
    """What urges, why it cannot wait, and who is asking, proved again."""

    category = forms.ChoiceField(
        label=gettext_lazy("Che cosa urge"), choices=GlassCategory.choices, widget=RadioChips
    )
    why = long_words(
        gettext_lazy("Perché non si può aspettare chi la segue"), rows=3, most=500,
        help_text=gettext_lazy(
            "Lo legge chi verifica: scrivi del motivo, non della persona."
        ),
    )  # fmt: skip

    def check_first(self, told: dict[str, Any]) -> None:
        check_reason(told["category"], told["why"])


class ReviewForm(OnceFormMixin, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Com'è risultato"), choices=GlassOutcome.choices, widget=RadioChips
    )
    note = long_words(gettext_lazy("Che cosa hai verificato"), rows=3, most=500)
