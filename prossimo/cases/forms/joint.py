"""What is typed about services run together: the agreement, its pieces, who is assigned, a case in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import AssignedKind
from prossimo.cases.forms.cases import CHOOSE, long_words
from prossimo.cases.models import JointActivity, JointPlace, JointService
from prossimo.core.periods import today
from prossimo.network.models import Organisation
from prossimo.ui.forms import DateInput, RadioChips, Words, field_of

NOBODY = gettext_lazy("nessuno")


class JointForm(OnceFormMixin, forms.Form):
    """The agreement: what it is called, who leads, since when, and what it does."""

    name = Words(label=gettext_lazy("Nome del servizio"), max_length=160)
    purpose = long_words(gettext_lazy("Perché nasce"), required=False, most=2000)
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Capofila"), queryset=Organisation.objects.none(), required=False,
        empty_label=NOBODY,
    )  # fmt: skip
    first = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)
    last = forms.DateField(label=gettext_lazy("Fino al"), widget=DateInput, required=False)
    activities = long_words(
        gettext_lazy("Attività"), rows=7, required=False,
        help_text=gettext_lazy("Una per riga: se ne possono aggiungere altre dopo."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "lead").queryset = bodies_of(actor)


class PieceForm(OnceFormMixin, forms.Form):
    """One more activity or territorial post."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Che cosa"), widget=RadioChips, initial="activity",
        choices=[
            ("activity", gettext_lazy("un'attività")),
            ("place", gettext_lazy("un presidio territoriale")),
        ],
    )  # fmt: skip
    name = Words(label=gettext_lazy("Nome"), max_length=120)
    covers = Words(
        label=gettext_lazy("Comuni serviti"), max_length=300, required=False,
        help_text=gettext_lazy("Di un presidio: i Comuni per i quali lavora."),
    )  # fmt: skip


class AssignedForm(OnceFormMixin, forms.Form):
    """Somebody by name, or so many volunteers."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Come"), choices=AssignedKind.choices, widget=RadioChips,
        initial=AssignedKind.OPERATOR,
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Ente"), queryset=Organisation.objects.none(), required=False,
        empty_label=gettext_lazy("nessuno: volontari della comunità"),
    )  # fmt: skip
    name = Words(label=gettext_lazy("Nome e cognome"), max_length=160, required=False)
    number = forms.IntegerField(
        label=gettext_lazy("Quante persone"), min_value=1, max_value=9999, initial=1,
        help_text=gettext_lazy("Senza nome si scrive solo quante sono."),
    )  # fmt: skip
    activity = forms.ModelChoiceField(
        label=gettext_lazy("Attività"), queryset=JointActivity.objects.none(), required=False,
        empty_label=gettext_lazy("più d'una"),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label=gettext_lazy("Presidio"), queryset=JointPlace.objects.none(), required=False,
        empty_label=NOBODY,
    )  # fmt: skip
    first = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)

    def __init__(self, *args: Any, actor: Actor, service: JointService, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        field_of(self, "organisation").queryset = bodies_of(actor)
        field_of(self, "activity").queryset = service.activities.all()
        field_of(self, "place").queryset = service.places.all()


class AttachForm(OnceFormMixin, forms.Form):
    """In which activity the case is followed, at which post, since when."""

    activity = forms.ModelChoiceField(
        label=gettext_lazy("Attività"), queryset=JointActivity.objects.none(), empty_label=CHOOSE
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Presidio"), queryset=JointPlace.objects.none(), required=False,
        empty_label=NOBODY,
    )  # fmt: skip
    since_on = forms.DateField(label=gettext_lazy("Dal giorno"), widget=DateInput, initial=today)
    why = Words(label=gettext_lazy("Perché"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        services = JointService.objects.visible_to(actor).filter(period__contains=today())
        field_of(self, "activity").queryset = JointActivity.objects.filter(
            service__in=services
        ).select_related("service")
        field_of(self, "place").queryset = JointPlace.objects.filter(service__in=services)


def bodies_of(actor: Actor) -> Any:
    return Organisation.objects.visible_to(actor).filter(active=True)
