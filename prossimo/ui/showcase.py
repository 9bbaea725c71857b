"""Invented content for the component page: ordinary names, long ones, none, right to left."""

import datetime as dt
from typing import Any

import django_tables2
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from prossimo.ui.forms import Chips, DateInput, RadioChips
from prossimo.ui.parts import Action, ConflictField, Entry, Fact, MoveButton, Suggestion, Tab

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff Della Rovere Montecuccoli " * 3
ARABIC_NAME = "محمد عبد الرحمن الهاشمي"
REASONS = (
    "Casa e sfratto",
    "Reddito e debiti",
    "Lavoro",
    "Assistenza a un anziano",
    "Assegno di inclusione",
    "Disabilità",
    "Minori e scuola",
    "Documenti e permesso di soggiorno",
    "Salute",
    "Violenza",
    "Solitudine",
    "Trasporto",
)
DESKS = ("Pass", "Re.I", "Contributi", "Cittadini stranieri", "Punto per Te — Malpensata")
NAMES = ("Rossi Maria", "Bianchi Ugo", "D'Angelo Sofía", ARABIC_NAME, LONG_NAME.strip(), "")
MANY = [
    {
        "key": at + 1,
        "name": NAMES[at % len(NAMES)],
        "desk": DESKS[at % len(DESKS)],
        "day": dt.date(2025, 6, 3) - dt.timedelta(days=at * 9),
        "minutes": 5 + at * 7 % 60,
    }
    for at in range(57)
]
WRONG = {"who": "", "day": "", "note": "Testo già scritto, che resta al suo posto."}


class ContactForm(forms.Form):
    """One field of each kind."""

    who = forms.CharField(
        label=gettext_lazy("Cognome e nome"), help_text=gettext_lazy("In qualunque ordine.")
    )
    day = forms.DateField(label=gettext_lazy("Data di nascita"), widget=DateInput)
    desk = forms.ChoiceField(
        label=gettext_lazy("Sportello"), choices=[("", "—"), *((desk, desk) for desk in DESKS)]
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Come è arrivato"),
        widget=RadioChips,
        choices=[(way, way) for way in ("Di persona", "Telefono", "E-mail", "A casa")],
        initial="Di persona",
    )
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Perché?"),
        help_text=gettext_lazy("Il primo scelto è il motivo principale."),
        widget=Chips(filterable=True, main=True),
        choices=[(reason, reason) for reason in REASONS],
        initial=["Lavoro", "Casa e sfratto"],
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minuti"), min_value=0, required=False)
    note = forms.CharField(label=gettext_lazy("Nota"), widget=forms.Textarea, required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Esito"),
        widget=forms.RadioSelect,
        choices=[("info", "Informazione"), ("guide", "Orientamento"), ("none", "Nessun servizio")],
    )
    agreed = forms.BooleanField(label=gettext_lazy("Ho letto l'informativa alla persona"))


class FilterForm(forms.Form):
    """A filter read as a sentence."""

    year = forms.ChoiceField(
        label=gettext_lazy("nel"), choices=[(str(year),) * 2 for year in range(2025, 2013, -1)]
    )
    place = forms.ChoiceField(
        label=gettext_lazy("a"), choices=[(place,) * 2 for place in ("Bergamo", "Dalmine")]
    )
    by = forms.ChoiceField(
        label=pgettext_lazy("ripartizione", "per"),
        choices=[(by,) * 2 for by in ("motivo", "sportello", "quartiere")],
    )


class PhoneForm(forms.Form):
    """Inline editing of one value."""

    phone = forms.CharField(label=gettext_lazy("Telefono"), initial="035 399 888")


class PeopleTable(django_tables2.Table):
    """People who came, as a list."""

    pick = django_tables2.TemplateColumn(
        template_name="ui/components_pick.html",
        verbose_name=gettext_lazy("Scegli"),
        orderable=False,
    )
    name = django_tables2.TemplateColumn(
        template_name="ui/components_name.html",
        verbose_name=gettext_lazy("Persona"),
        attrs={"td": {"class": "ui-main"}},
    )
    desk = django_tables2.Column(verbose_name=gettext_lazy("Sportello"))
    day = django_tables2.DateColumn(verbose_name=gettext_lazy("Giorno"), format="d/m/Y")
    minutes = django_tables2.Column(
        verbose_name=gettext_lazy("Minuti"), attrs={"cell": {"class": "ui-num"}}
    )

    class Meta:
        empty_text = gettext_lazy(
            "Qui compariranno i contatti della giornata, il più recente in alto."
        )

    empty_title = gettext_lazy("Nessuno ha ancora bussato oggi")
    empty_action = gettext_lazy("Registra il primo contatto")

    @property
    def caption(self) -> str:
        return _("%(count)s persone") % {"count": len(self.rows)}

    @property
    def empty_url(self) -> str:
        return reverse("ui:components")


def people_table(request: HttpRequest, rows: list[dict[str, Any]], prefix: str = "") -> PeopleTable:
    table = PeopleTable(rows, prefix=prefix, order_by=())
    django_tables2.RequestConfig(request, paginate={"per_page": 6}).configure(table)
    return table


def page(request: HttpRequest) -> dict[str, Any]:
    """The whole content of the component page."""
    asked = request.GET if "year" in request.GET else None
    return {
        "parts": parts(),
        "here": reverse("ui:components"),
        "form": ContactForm(),
        "wrong_form": ContactForm(WRONG),
        "filter_form": FilterForm(asked),
        "table_many": people_table(request, MANY),
        "table_one": people_table(request, MANY[-1:], prefix="uno-"),
        "table_empty": people_table(request, [], prefix="nessuno-"),
        "page": Paginator(range(600), 25).get_page(request.GET.get("page")),
        "conflict": conflict(),
    }


def search(query: str) -> list[Suggestion]:
    """People and desks whose name begins with the letters; nothing is looked up anywhere."""
    home = reverse("ui:components")
    people = [
        Suggestion(
            name, name, detail=_("52 anni, Malpensata"), url=home, icon="user", group=_("Persone")
        )
        for name in NAMES
        if name
    ]
    desks = [
        Suggestion(
            desk,
            desk,
            detail=_("aperto fino alle 12:30"),
            url=home,
            icon="pa",
            group=_("Sportelli"),
        )
        for desk in DESKS
    ]
    letters = query.lower()
    return [one for one in people + desks if letters and letters in one.label.lower()]


def conflict() -> dict[str, Any]:
    return {
        "title": _("Avete scritto in due"),
        "who": "Laura Ferri",
        "when": timezone.now(),
        "version": 8,
        "action_url": reverse("ui:component_confirm"),
        "back_url": reverse("ui:components"),
        "hidden": {"contact": "7"},
        "fields": [
            ConflictField("phone", _("Telefono"), "035 399 888", "035 399 881", "035 399 111"),
            ConflictField(
                "note",
                _("Nota"),
                "Chiede notizie del contributo affitto.\nTorna lunedì con il contratto.",
                "Ha già presentato domanda a marzo: in attesa di graduatoria.",
            ),
            ConflictField("desk", _("Sportello"), "Pass", "Pass"),
        ],
    }


def parts() -> dict[str, Any]:
    here = reverse("ui:components")
    return {
        "now": timezone.now() - dt.timedelta(minutes=12),
        "actions": actions(here),
        "tabs": [
            Tab(_("Adesso"), here, current=True),
            Tab(_("Contatti"), here, count=12),
            Tab(_("Nucleo"), here),
            Tab(_("Documenti"), here, count=0),
        ],
        "facts": facts(here),
        "entries": entries(here),
        "none": [],
        "growth": _("251 più del 2017, +2,7 %"),
        "moves": [
            MoveButton("take_charge", _("Prendi in carico")),
            MoveButton("close", _("Concludi"), confirm=_("La presa in carico si chiude da oggi.")),
            MoveButton(
                "reopen", _("Riapri"), granted=False, reason=_("Lo fa solo la responsabile d'area.")
            ),
        ],
        "long_name": LONG_NAME,
        "arabic_name": ARABIC_NAME,
        "icons": ("user", "search", "calendar", "clock", "telephone", "mail", "map-marker", "inbox",
                  "folder", "files", "locked", "warning-circle", "check-circle", "info-circle", "error",
                  "print", "download", "pencil", "plus", "chart-line", "pa", "link"),
    }  # fmt: skip


def actions(here: str) -> list[Action]:
    return [
        Action(_("Stampa la ricevuta"), here, icon="print"),
        Action(_("Manda al segretariato"), here, icon="arrow-right", method="post"),
        Action(
            _("Annulla il contatto"),
            reverse("ui:component_confirm"),
            icon="delete",
            confirm=_("Il contatto resta nel registro, segnato come annullato."),
            tone="bad",
        ),
        Action(_("Unisci a un'altra scheda"), here, reason=_("Lo fa chi amministra l'anagrafe.")),
    ]


def facts(here: str) -> list[Fact]:
    return [
        Fact(_("Nascita"), "14/02/1973", note=_("52 anni")),
        Fact(_("Codice fiscale"), "RSSMRA73B54A794K"),
        Fact(_("Quartiere"), "Malpensata", url=here),
        Fact(_("Telefono"), ""),
        Fact(_("Nome nella sua lingua"), ARABIC_NAME),
        Fact(_("Lingue"), _("arabo, francese"), note=_("serve l'interprete"), wide=True),
    ]


def entries(here: str) -> list[Entry]:
    return [
        Entry(
            _("Colloquio con il segretariato sociale"), dt.date(2025, 6, 10), icon="calendar",
            kind=_("Appuntamento"), tone="info", badge=_("fissato"), url=here,
        ),
        Entry(
            _("Contatto allo sportello Pass"),
            dt.datetime(2025, 6, 3, 9, 42, tzinfo=dt.UTC),
            text=_("Chiede notizie del contributo affitto. Consegnato il foglio delle sei misure."),
            icon="comment", kind=_("Contatto"), by="Anna Locatelli", url=here,
        ),
        Entry(
            _("Promessa non mantenuta: richiamare entro venerdì"), dt.date(2025, 5, 30),
            icon="warning-circle", kind=_("Promessa"), tone="bad", badge=_("in ritardo di 4 giorni"),
        ),
        Entry(
            LONG_NAME, dt.date(2025, 5, 2), text=ARABIC_NAME, icon="check-circle", tone="good",
            kind=_("Misura"), badge=_("concessa"),
        ),
    ]  # fmt: skip
