"""What is said of each person when the family of a case is brought up to date."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.cases.choices import MemberRole
from prossimo.cases.models import CaseMember
from prossimo.cases.operations.household import END, KEEP
from prossimo.cases.queries.household import HouseholdChange, Newcomer
from prossimo.core import wording
from prossimo.core.periods import today
from prossimo.ui.forms import DateInput, RadioChips, Words

STAYS = (KEEP, gettext_lazy("resta nel caso, vive altrove"))
LEAVES = (END, gettext_lazy("non è più nel caso"))
LATER = ("", gettext_lazy("per ora non entra"))
ROLES = [each for each in MemberRole.choices if each[0] != MemberRole.SUBJECT]


class HouseholdForm(OnceFormMixin, forms.Form):
    """One question a person: stays or goes, comes in as what, is at home again; and from which day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today,
        help_text=gettext_lazy("Quando la famiglia è cambiata davvero, se lo si sa."),
    )  # fmt: skip

    def __init__(self, *args: Any, change: HouseholdChange, **more: Any) -> None:
        super().__init__(*args, **more)
        for member in change.gone:
            self.fields[f"gone_{member.pk}"] = _gone_field(member)
        for newcomer in change.new:
            self.fields[f"new_{newcomer.person.pk}"] = _new_field(newcomer)
        for member in change.back:
            self.fields[f"back_{member.pk}"] = _back_field(member)
        self.fields["note"] = Words(label=_("Nota"), required=False, max_length=300)

    def told(self) -> dict[str, Any]:
        """What each person was said of, as the operation asks for it."""
        said = self.cleaned_data
        return {
            "day": said["day"],
            "note": said["note"],
            "gone": self._of("gone_"),
            "new": {pk: role for pk, role in self._of("new_").items() if role},
            "back": frozenset(pk for pk, again in self._of("back_").items() if again),
        }

    def _of(self, begins: str) -> dict[UUID, Any]:
        return {
            UUID(name.removeprefix(begins)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(begins)
        }


def _gone_field(member: CaseMember) -> forms.ChoiceField:
    name, died = member.person.full_name, member.person.died_on
    if died is None:
        return forms.ChoiceField(
            label=_("%(name)s non vive più qui") % {"name": name}, choices=[STAYS, LEAVES],
            widget=RadioChips,
        )  # fmt: skip
    return forms.ChoiceField(
        label=_("%(name)s è morta o morto il %(day)s") % {"name": name, "day": wording.day(died)},
        choices=[LEAVES], initial=END, widget=RadioChips,
        help_text=_("L'ultimo giorno nel caso è quello della morte."),
    )  # fmt: skip


def _new_field(newcomer: Newcomer) -> forms.ChoiceField:
    told = {"name": newcomer.person.full_name}
    return forms.ChoiceField(
        label=_("%(name)s ora vive qui: nel caso è") % told, choices=[LATER, *ROLES],
        initial=newcomer.role, required=False,
    )  # fmt: skip


def _back_field(member: CaseMember) -> forms.BooleanField:
    label = _("%(name)s vive di nuovo qui") % {"name": member.person.full_name}
    return forms.BooleanField(label=label, initial=True, required=False)
