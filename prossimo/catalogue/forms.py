"""What is asked of the catalogue, and what is typed about a service or a need."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.catalogue.choices import Cost, NeedTheme
from prossimo.catalogue.models import Need, Service, ServiceQuerySet
from prossimo.catalogue.queries import find_services
from prossimo.core.periods import between, last_day, today
from prossimo.core.text import clean
from prossimo.network.models import Organisation
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import Chips, DateInput, RadioChips, field_of

FIELDS = (
    "organisation", "name", "summary", "description", "for_whom", "user_areas", "cost",
    "cost_note", "asked_how", "to_bring", "place", "neighbourhood", "hours", "phone", "email",
    "website", "referral_email", "answer_days", "is_direct", "places", "checked_on",
)  # fmt: skip
ANY = ("", gettext_lazy("qualunque"))


class ServiceFilter(forms.Form):
    """The catalogue, read as a sentence."""

    q = forms.CharField(
        label=gettext_lazy("che rispondono a"), required=False, max_length=200,
        widget=forms.SearchInput,
    )  # fmt: skip
    need = forms.ModelChoiceField(
        label=gettext_lazy("per il bisogno"), required=False, queryset=Need.objects.none(),
        empty_label=gettext_lazy("qualunque"),
    )  # fmt: skip
    area = forms.ChoiceField(
        label=gettext_lazy("per"),
        required=False,
        choices=[("", gettext_lazy("tutte le aree")), *UserArea.choices],
    )
    quarter = forms.ModelChoiceField(
        label=gettext_lazy("nel quartiere"), required=False,
        queryset=Neighbourhood.objects.none(), empty_label=gettext_lazy("qualunque"),
    )  # fmt: skip
    body = forms.ModelChoiceField(
        label=gettext_lazy("di"), required=False, queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("qualunque ente"),
    )  # fmt: skip
    cost = forms.ChoiceField(
        label=gettext_lazy("costo"), required=False, choices=[ANY, *Cost.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("e che sono"),
        required=False,
        choices=[("", gettext_lazy("in servizio")), ("all", gettext_lazy("in servizio o no"))],
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
        bodies = Organisation.objects.visible_to(actor).filter(services__isnull=False)
        self._offer("need", Need.objects.of_ambito(actor.ambito_id))
        self._offer("quarter", quarters.select_related("municipality"))
        self._offer("body", bodies.distinct())

    def _offer(self, name: str, rows: Any) -> None:
        field_of(self, name).queryset = rows

    def found(self) -> ServiceQuerySet | list[Service]:
        """What the filter leaves, by name; with words, the closest first."""
        told = self.cleaned_data if self.is_valid() else {}
        rows: ServiceQuerySet = Service.objects.visible_to(self.actor)
        if told.get("state") != "all":
            rows = rows.on_offer()
        if told.get("need"):
            rows = rows.filter(needs=told["need"])
        if told.get("area"):
            rows = rows.filter(user_areas__contains=[told["area"]])
        if told.get("quarter"):
            rows = rows.filter(neighbourhood=told["quarter"])
        if told.get("body"):
            rows = rows.filter(organisation=told["body"])
        if told.get("cost"):
            rows = rows.filter(cost=told["cost"])
        if text := clean(told.get("q", "")).strip():
            found = find_services(self.actor, text, among=rows)
            return found or find_services(self.actor, text, among=rows, every=False)
        return rows.for_list()


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable in 5.2
    """What the catalogue says of a service."""

    needs = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Bisogni a cui risponde"), queryset=Need.objects.none(),
        required=False, widget=Chips(filterable=True),
    )  # fmt: skip
    user_areas = forms.MultipleChoiceField(
        label=gettext_lazy("Di chi si occupa"), choices=UserArea, required=False,
        widget=Chips(filterable=False),
    )  # fmt: skip
    website = forms.URLField(
        label=gettext_lazy("Sito"), required=False, max_length=200, assume_scheme="https"
    )
    first = forms.DateField(label=gettext_lazy("In servizio dal"), widget=DateInput, initial=today)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Service
        fields = FIELDS
        widgets = {
            "cost": RadioChips(choices=Cost.choices),
            "description": forms.Textarea(attrs={"rows": 4}),
            "checked_on": DateInput,
        }

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        bodies = Organisation.objects.visible_to(actor).filter(active=True)
        quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
        needs = Need.objects.usable_in(actor.ambito_id)
        if not self.instance._state.adding:
            self.initial["needs"] = list(self.instance.needs.all())
            self.initial["first"] = self.instance.period.lower
            self.initial["version"] = self.instance.version
            bodies = bodies | Organisation.objects.filter(pk=self.instance.organisation_id)
            needs = needs | Need.objects.filter(services=self.instance)
        field_of(self, "organisation").queryset = bodies.distinct()
        field_of(self, "neighbourhood").queryset = quarters
        field_of(self, "needs").queryset = needs.distinct()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in told.items():
            if isinstance(value, str):
                told[name] = clean(value).strip()
        last = None if self.instance._state.adding else last_day(self.instance.period)
        if told.get("first") and last and told["first"] > last:
            raise ValidationError({"first": _("Viene dopo l'ultimo giorno di servizio.")})
        return told

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        last = None if self.instance._state.adding else last_day(self.instance.period)
        return {**{name: told[name] for name in FIELDS}, "period": between(told["first"], last)}


class LastDayForm(forms.Form):
    """Until when, the day included."""

    last = forms.DateField(label=gettext_lazy("Ultimo giorno"), widget=DateInput, initial=today)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NeedForm(OnceFormMixin, forms.Form):
    """A need of one's own ambito."""

    label = forms.CharField(label=gettext_lazy("Bisogno"), max_length=120)
    theme = forms.ChoiceField(label=gettext_lazy("Tema"), choices=NeedTheme.choices)
    rank = forms.IntegerField(
        label=gettext_lazy("Ordine"), min_value=0, max_value=9999, initial=100,
        help_text=gettext_lazy("I numeri più bassi vengono prima."),
    )  # fmt: skip

    def clean_label(self) -> str:
        return clean(self.cleaned_data["label"]).strip()
