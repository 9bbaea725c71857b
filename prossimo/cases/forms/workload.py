"""What is typed to hand over the cases of somebody who leaves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.queries.allocation import caseworkers
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.cases.models import Case
from prossimo.ui.forms import Words

STAYS = gettext_lazy("resta com'è")


class HandOverForm(OnceFormMixin, forms.Form):
    """One owner for all, another for some; the version of each case is kept, for who else is at work."""

    why = Words(label=gettext_lazy("Perché"), max_length=300)

    def __init__(
        self, *args: Any, actor: Actor, leaving: Post, cases: Iterable[Case], **more: Any
    ) -> None:
        super().__init__(*args, actor=actor, **more)
        self.cases = list(cases)
        posts = list(caseworkers(actor).exclude(pk=leaving.pk))
        names = {str(post.pk): post for post in posts}
        self.posts = names
        choices = [(key, post.user.get_full_name()) for key, post in names.items()]
        self.fields["to_all"] = forms.ChoiceField(
            label=gettext_lazy("Tutte a"),
            choices=[("", gettext_lazy("scegli una per una")), *choices],
            required=False,
        )
        for case in self.cases:
            self.fields[f"to_{case.pk}"] = forms.ChoiceField(
                label=f"{case.person.listed_name}, {case.get_user_area_display()}",
                choices=[("", STAYS), *choices],
                required=False,
            )
            self.fields[f"v_{case.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=case.version, required=False
            )

    def pairs(self) -> list[tuple[Case, Post]]:
        """Each case with whom it passes to; one chosen apart counts more than «all»."""
        told, found = self.cleaned_data, []
        for case in self.cases:
            chosen = told[f"to_{case.pk}"] or told["to_all"]
            if chosen:
                case.version = told[f"v_{case.pk}"] or case.version
                found.append((case, self.posts[chosen]))
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not (
            told.get("to_all") or any(told.get(f"to_{case.pk}") for case in self.cases)
        ):
            raise ValidationError(_("Scegli a chi, per una almeno."))
        return told
