"""The question as a sentence: «nel 2018 · per motivo · a Redona»."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from prossimo.core.indicators import Indicator, dimensions
from prossimo.core.periods import today
from prossimo.observatory.questions import Question, knows_days
from prossimo.observatory.snapshots import Snapshot
from prossimo.ui.forms import DateInput

EVERYWHERE = ""


class SentenceForm(forms.Form):
    """What may be changed of a question on its page."""

    anno = forms.ChoiceField(label=gettext_lazy("nel"), required=False)
    giorno = forms.DateField(
        label=gettext_lazy("oppure il giorno"), required=False, widget=DateInput
    )
    per = forms.ChoiceField(label=pgettext_lazy("ripartizione", "per"), required=False)
    dove = forms.ChoiceField(label=gettext_lazy("a"), required=False)

    def __init__(
        self,
        question: Question,
        indicator: Indicator,
        *,
        snapshot: Snapshot,
        years: Iterable[int],
        places: Iterable[tuple[str, str]],
    ) -> None:
        where = ":".join(question.where[0]) if question.where else EVERYWHERE
        day, most = question.day, timezone.localdate(snapshot.at)
        told = {
            "anno": str(question.year or (day.year if day else "")), "giorno": day,
            "per": "".join(question.by[:1]), "dove": where,
        }  # fmt: skip
        super().__init__(told, auto_id="filtro_%s")
        self.fields["giorno"].widget.attrs["max"] = most.isoformat()
        if not (indicator.on_day and knows_days(indicator)):
            del self.fields["giorno"]
        self._offer(
            "anno", [(str(year), year_in_words(year)) for year in sorted(years, reverse=True)]
        )
        self._offer(
            "per",
            [("", _("anno")), *((name, str(dimensions[name].label)) for name in indicator.grain)],
        )
        known = [
            (EVERYWHERE, _("tutto l'Ambito")),
            *((f"neighbourhood:{key}", name) for key, name in places),
        ]
        if where and where not in dict(known):
            known.append((where, _("(filtro della pagina)")))
        self._offer("dove", known)
        if "neighbourhood" not in indicator.grain or (len(known) == 1 and not where):
            del self.fields["dove"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class YearForm(forms.Form):
    """The year of a page that shows several answers."""

    anno = forms.ChoiceField(label=gettext_lazy("nel"), required=False)

    def __init__(self, year: int | None, *, years: Iterable[int]) -> None:
        super().__init__({"anno": str(year or "")}, auto_id="filtro_%s")
        field = self.fields["anno"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(known), year_in_words(known)) for known in sorted(years, reverse=True)
        ]


def year_in_words(year: int) -> str:
    """The year under way says so: its numbers are not to be compared with whole years."""
    return _("%(year)s (finora)") % {"year": year} if year == today().year else str(year)
