"""What is typed about a request: the inbox's filters, the triage, needs, outcomes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import OPEN_ORIENTATIONS, Intensity, TargetGroup, Urgency
from prossimo.access.forms.contact_filter import asked_uuid
from prossimo.access.forms.contacts import CANDIDATES, NO_GROUP, MomentInput
from prossimo.access.forms.fields import LongWords, NeedField
from prossimo.access.models import Orientation
from prossimo.access.models.orientation import OrientationQuerySet
from prossimo.access.queries.contacts import person_chosen
from prossimo.access.queries.unmet import needs_to_choose
from prossimo.accounts.choices import UserArea
from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.catalogue.models import Service
from prossimo.citizens.queries import FoundPerson, find_people
from prossimo.core.periods import today
from prossimo.territory.models import Neighbourhood
from prossimo.ui.forms import RadioChips, Words, field_of

OPEN, MINE, UNOWNED, CLOSED = "aperte", "mie", "di-nessuno", "concluse"
WHOSE = [
    (OPEN, gettext_lazy("aperte")),
    (MINE, gettext_lazy("in mano a me")),
    (UNOWNED, gettext_lazy("in mano a nessuno")),
    (CLOSED, gettext_lazy("concluse")),
]
ANY = gettext_lazy("qualunque")


def quarters_of(actor: Actor) -> "QuerySet[Neighbourhood]":
    quarters = Neighbourhood.objects.filter(municipality__ambito=actor.ambito_id)
    if actor.municipality_id:
        quarters = quarters.filter(municipality=actor.municipality_id)
    return quarters.defer("boundary").order_by("name")


class RequestFilter(django_filters.FilterSet):
    """Which requests: whose, how urgent, from where, for whom, late."""

    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("che sono"), choices=WHOSE, method="by_whose", empty_label=None
    )
    urgency = django_filters.ChoiceFilter(
        label=gettext_lazy("urgenza"), choices=Urgency.choices, empty_label=ANY
    )
    neighbourhood = django_filters.ChoiceFilter(label=gettext_lazy("quartiere"), empty_label=ANY)
    target_group = django_filters.ChoiceFilter(
        label=gettext_lazy("gruppo"), choices=TargetGroup.choices, empty_label=ANY
    )
    late = django_filters.BooleanFilter(
        label=gettext_lazy("solo in ritardo"), method="by_late", widget=forms.CheckboxInput
    )

    class Meta:
        model = Orientation
        fields: Sequence[str] = ()

    def __init__(self, asked: QueryDict, queryset: OrientationQuerySet, *, actor: Actor) -> None:
        data = asked.copy()
        data.setdefault("whose", OPEN)
        super().__init__(data, queryset)
        self.actor = actor
        places = [(str(each.pk), each.name) for each in quarters_of(actor)]
        self.filters["neighbourhood"].extra["choices"] = places

    def by_whose(self, rows: OrientationQuerySet, name: str, value: str) -> OrientationQuerySet:
        if value == CLOSED:
            closed = rows.exclude(state__in=OPEN_ORIENTATIONS)
            return closed.order_by("-decided_at", "pk")
        if value == MINE:
            return rows.open().filter(owner=self.actor.user_id)
        return rows.open().filter(owner=None) if value == UNOWNED else rows.open()

    def by_late(self, rows: OrientationQuerySet, name: str, value: bool) -> OrientationQuerySet:
        return rows.filter(due_on__lt=today()) if value else rows

    def sentence(self) -> str:
        """The filters in words, for what is printed and exported."""
        told = getattr(self.form, "cleaned_data", {})
        parts = [str(dict(WHOSE).get(told.get("whose", ""), ""))]
        for name in ("urgency", "neighbourhood", "target_group"):
            if told.get(name):
                choices = dict(self.filters[name].extra["choices"])
                words = choices.get(told[name]) or choices.get(int(told[name]), "")
                parts.append(f"{self.filters[name].label} «{words}»")
        if told.get("late"):
            parts.append(str(self.filters["late"].label))
        return ", ".join(part for part in parts if part)


class TriageForm(OnceFormMixin, forms.Form):
    """How urgent, which area, what emerged."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgenza"), choices=Urgency, coerce=int, widget=RadioChips
    )
    user_area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        required=False,
        choices=[("", gettext_lazy("non ancora chiara")), *UserArea.choices],
    )
    target_group = forms.ChoiceField(
        label=gettext_lazy("Gruppo di riferimento"),
        required=False,
        choices=[NO_GROUP, *TargetGroup.choices],
    )
    summary = LongWords(label=gettext_lazy("Che cosa è emerso"), rows=4, max_length=8000)

    def values(self) -> dict[str, Any]:
        names = ("urgency", "user_area", "target_group", "summary")
        return {name: self.cleaned_data[name] for name in names}


class NewRequestForm(OnceFormMixin, forms.Form):
    """A request that comes straight to the segretariato: whose, what is asked, how urgent."""

    person = Words(required=False, label=gettext_lazy("Per chi"), max_length=40)
    person_text = Words(required=False, label=gettext_lazy("Per chi"), max_length=200)
    nobody = forms.BooleanField(
        required=False,
        label=gettext_lazy("Senza nome"),
        help_text=gettext_lazy(
            "Chi segnala non dice di chi si tratta, o non ha ancora una scheda."
        ),
    )
    request = Words(
        label=gettext_lazy("Che cosa chiede"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgenza"), choices=Urgency, coerce=int, widget=RadioChips,
        initial=Urgency.ORDINARY,
    )  # fmt: skip
    target_group = forms.ChoiceField(
        label=gettext_lazy("Gruppo di riferimento"),
        required=False,
        choices=[NO_GROUP, *TargetGroup.choices],
    )
    user_area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        required=False,
        choices=[("", gettext_lazy("non ancora chiara")), *UserArea.choices],
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.actor = actor
        self.fields["person"].widget.attrs["id"] = "id_person_text"
        self.candidates: list[FoundPerson] = []

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        key = None if told.get("nobody") else asked_uuid(told.get("person", ""))
        told["person"] = person_chosen.first(self.actor, key) if key else None
        if told["person"] is None and not told.get("nobody"):
            text = told.get("person_text", "")
            self.candidates = find_people(self.actor, text, limit=CANDIDATES) if text else []
            self.add_error("person", _("Scegli la persona, oppure «Senza nome»."))
        return told

    def values(self) -> dict[str, Any]:
        names = ("person", "request", "urgency", "target_group", "user_area")
        return {name: self.cleaned_data[name] for name in names}


class NeedForm(OnceFormMixin, forms.Form):
    """A need with its weight, and what answers it already."""

    need = NeedField(label=gettext_lazy("Bisogno"))
    intensity = forms.TypedChoiceField(
        label=gettext_lazy("Intensità"),
        choices=Intensity,
        coerce=int,
        widget=RadioChips,
        initial=Intensity.MODERATE,
    )
    answered_by = Words(label=gettext_lazy("Riceve già"), required=False, max_length=300)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "need").offer(partial(needs_to_choose, actor.ambito_id))


class NoteForm(OnceFormMixin, forms.Form):
    note = LongWords(label=gettext_lazy("Colloquio o nota"), rows=3)


class StepForm(OnceFormMixin, forms.Form):
    """A move that says why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = LongWords(label=gettext_lazy("Che cosa è stato detto o fatto"), rows=4)


class OrientForm(StepForm):
    """To which service: from the catalogue, or in words."""

    service = forms.ModelChoiceField(
        label=gettext_lazy("Servizio"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=gettext_lazy("non è nell'elenco: scrivilo qui sotto"),
    )
    field_order = ["version", "service", "note"]

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        offered: Any = self.fields["service"]
        offered.queryset = Service.objects.visible_to(actor).on_offer()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        service = told.get("service")
        if service is not None:
            told["note"] = "\n".join(filter(None, [service.name, told.get("note", "")]))
        return told


class AccompanyForm(StepForm):
    """Where, with whom, when."""

    where = Words(label=gettext_lazy("Dove"), max_length=200)
    when = forms.DateTimeField(label=gettext_lazy("Quando"), widget=MomentInput)
    by_post = forms.ModelChoiceField(
        label=gettext_lazy("Chi dell'ufficio accompagna"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=gettext_lazy("nessuno dell'ufficio"),
    )
    by_whom = Words(
        label=gettext_lazy("Chi altro accompagna"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Per esempio: «la volontaria della parrocchia»."),
    )

    def __init__(self, *args: Any, actor: Actor, posts: "QuerySet[Post]", **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        offered: Any = self.fields["by_post"]
        offered.queryset = posts
        offered.label_from_instance = named_post
        del self.fields["note"]


class RefuseForm(StepForm):
    """First the notice, then, after the remarks or their ten days, the refusal."""

    remarks = LongWords(
        label=gettext_lazy("Osservazioni arrivate"),
        rows=3,
        help_text=gettext_lazy("Se sono arrivate, scrivi che cosa dicono e perché non bastano."),
    )

    def __init__(self, *args: Any, noticed: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["note"].label = (
            gettext_lazy("Perché non è accolta")
            if noticed
            else gettext_lazy("Motivi del preavviso")
        )
        if not noticed:
            del self.fields["remarks"]


class HandOverForm(StepForm):
    to = forms.ModelChoiceField(
        label=gettext_lazy("A chi"),
        queryset=Post.objects.none(),
        empty_label=gettext_lazy("scegli"),
    )
    field_order = ["version", "to", "note"]

    def __init__(self, *args: Any, posts: "QuerySet[Post]", **more: Any) -> None:
        super().__init__(*args, **more)
        offered: Any = self.fields["to"]
        offered.queryset = posts
        offered.label_from_instance = named_post
        self.fields["note"].label = gettext_lazy("Che cosa deve sapere")


class SettleForm(forms.Form):
    version = forms.IntegerField(min_value=1)


def named_post(post: Post) -> str:
    """Who, and where they work when it is not the whole ambito."""
    name = f"{post.user.last_name} {post.user.first_name}".strip() or str(post.user)
    return f"{name} ({post.municipality})" if post.municipality else name
