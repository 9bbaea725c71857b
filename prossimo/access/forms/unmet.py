"""What is typed about needs that no service answers."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from prossimo.access.choices import TargetGroup, UnmetState
from prossimo.access.forms.contacts import NO_GROUP
from prossimo.access.forms.fields import LongWords, NeedField
from prossimo.access.forms.requests import ANY, quarters_of
from prossimo.access.models import UnmetNeed
from prossimo.access.models.unmet import UnmetNeedQuerySet
from prossimo.access.queries.unmet import needs_to_choose
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.catalogue.choices import NeedTheme
from prossimo.catalogue.models import Service
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of


class UnmetFilter(django_filters.FilterSet):
    """Which needs: about what, where, since when, answered or not."""

    theme = django_filters.ChoiceFilter(
        label=gettext_lazy("tema"),
        choices=NeedTheme.choices,
        field_name="need__theme",
        empty_label=ANY,
    )
    neighbourhood = django_filters.ChoiceFilter(label=gettext_lazy("quartiere"), empty_label=ANY)
    since = django_filters.DateFilter(
        label=gettext_lazy("dal"), field_name="day", lookup_expr="gte", widget=DateInput
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("stato"), choices=UnmetState.choices, empty_label=ANY
    )

    class Meta:
        model = UnmetNeed
        fields: Sequence[str] = ()

    def __init__(self, asked: QueryDict, queryset: UnmetNeedQuerySet, *, actor: Actor) -> None:
        super().__init__(asked, queryset)
        places = [(str(each.pk), each.name) for each in quarters_of(actor)]
        self.filters["neighbourhood"].extra["choices"] = places

    def sentence(self) -> str:
        """The filters in words."""
        told = getattr(self.form, "cleaned_data", {})
        parts = []
        for name in ("theme", "neighbourhood", "state"):
            if told.get(name):
                words = dict(self.filters[name].extra["choices"]).get(told[name], "")
                parts.append(f"{self.filters[name].label} «{words}»")
        if told.get("since"):
            parts.append(f"{self.filters['since'].label} {told['since']:%d/%m/%Y}")
        return ", ".join(parts)


class UnmetForm(OnceFormMixin, forms.Form):
    """What is missing, for whom, where; no names: who plans reads it."""

    need = NeedField(label=gettext_lazy("Bisogno"))
    wanted = Words(
        label=gettext_lazy("Che servizio servirebbe"),
        max_length=200,
        help_text=gettext_lazy("Senza nomi: lo legge chi programma."),
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Quartiere"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=gettext_lazy("non si sa"),
    )
    target_group = forms.ChoiceField(
        label=gettext_lazy("Gruppo di riferimento"), required=False,
        choices=[NO_GROUP, *TargetGroup.choices],
    )  # fmt: skip
    people = forms.IntegerField(
        label=gettext_lazy("Quante persone riguarda"), min_value=1, max_value=9999, initial=1
    )
    told = LongWords(
        label=gettext_lazy("Che cosa è stato raccontato"), rows=3, max_length=2000,
        help_text=gettext_lazy("Questo chi programma non lo legge."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "need").offer(partial(needs_to_choose, actor.ambito_id))
        offered: Any = self.fields["neighbourhood"]
        offered.queryset = quarters_of(actor)

    def values(self) -> dict[str, Any]:
        names = ("need", "wanted", "neighbourhood", "target_group", "people", "told")
        return {name: self.cleaned_data[name] for name in names}


class ClassifyForm(OnceFormMixin, forms.Form):
    """The need of a contact that nothing answers."""

    need = NeedField(label=gettext_lazy("Bisogno"))
    wanted = Words(
        label=gettext_lazy("Che servizio servirebbe"), max_length=200,
        help_text=gettext_lazy("Senza nomi: lo legge chi programma."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "need").offer(partial(needs_to_choose, actor.ambito_id))


class SettleUnmetForm(OnceFormMixin, forms.Form):
    """A service answers now, or was there already."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Adesso"), choices=UnmetState.choices, widget=RadioChips
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("Servizio"), queryset=Service.objects.none(), required=False,
        empty_label=gettext_lazy("nessuno"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, chosen: Any = None, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        offered: Any = self.fields["service"]
        services = Service.objects.visible_to(actor)
        offered.queryset = services.filter(
            Q(pk__in=services.on_offer().values("pk")) | Q(pk=chosen)
        )
