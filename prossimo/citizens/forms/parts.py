"""What is typed about kin, who represents a person, ISEE certificates and benefits held."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts.forms import OnceFormMixin
from prossimo.citizens.choices import (
    BenefitPace,
    IseeKind,
    IseeRelation,
    KinshipKind,
    Origin,
    RepresentationKind,
)
from prossimo.citizens.fields import LineField, PhoneField, TaxCodeField
from prossimo.citizens.models import (
    BenefitHeld,
    IseeCertificate,
    IseeMember,
    Kinship,
    Person,
    Representation,
)
from prossimo.citizens.operations.parts import MemberEntry
from prossimo.citizens.queries import find_people, seen_person
from prossimo.core.periods import between, last_day, today
from prossimo.core.text import clean
from prossimo.ui.forms import DateInput

if TYPE_CHECKING:
    _Members = BaseFormSet["MemberRow"]
else:
    _Members = BaseFormSet  # at run time it takes no type
Part = Kinship | Representation | IseeCertificate | BenefitHeld
SECRET_TIES = {KinshipKind.FORMERLY, KinshipKind.SINCE}  # written with their seal, elsewhere
MOST_CENTS = 10**13
OLDEST = dt.date(1900, 1, 1)


def line(label: Any, length: int, **more: Any) -> LineField:
    more.setdefault("required", False)
    return LineField(label=label, max_length=length, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    more.setdefault("required", False)
    return forms.DateField(label=label, widget=DateInput, localize=False, **more)


class EuroField(forms.CharField):
    """An amount as Italians write it, kept in cents: «1.234,56», «1234.5», «980».

    >>> EuroField().clean("€ 1.234,56"), EuroField().clean("980")
    (123456, 98000)
    """

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=24, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> int | None:
        text = clean(str(super().clean(value) or "")).replace("€", "").replace("\u00a0", "")
        text = text.replace(" ", "").replace("'", "")
        if not text:
            return None
        text = _with_a_point(text)
        if not re.fullmatch(r"-?\d{1,23}(\.\d{1,2})?", text, re.ASCII):
            raise ValidationError(_("Scrivi l'importo in euro, per esempio 8.420,50."))
        cents = Decimal(text) * 100
        if cents < 0:
            raise ValidationError(_("L'importo non può essere negativo."))
        if cents > MOST_CENTS:
            raise ValidationError(_("L'importo è troppo grande: controlla le cifre."))
        return int(cents)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return f"{value / 100:_.2f}".replace(".", ",").replace("_", ".")
        return value


def _with_a_point(text: str) -> str:
    """The figures as a program reads them: whichever of point and comma comes last is the decimal.

    >>> _with_a_point("8.420,50"), _with_a_point("8,420.50"), _with_a_point("8.420")
    ('8420.50', '8420.50', '8420')
    """
    if "," in text and text.rfind(",") > text.rfind("."):
        return text.replace(".", "").replace(",", ".")
    if "," in text or re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        return text.replace(",", "") if "," in text else text.replace(".", "")
    return text


class PartForm(OnceFormMixin, forms.Form):
    """A row of a person's file: told apart from others by its version, taken once."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: Any = None, person: Person, **more: Any) -> None:
        self.part, self.person = part, person
        more.setdefault("initial", self.initial_of(part) if part else {})
        super().__init__(*args, **more)

    def initial_of(self, part: Any) -> dict[str, Any]:
        initial = {name: getattr(part, name) for name in self.base_fields if hasattr(part, name)}
        if period := getattr(part, "period", None):
            initial |= {"since": period.lower, "until": last_day(period)}
        return initial

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("Finisce prima di cominciare: controlla le due date."))
        for name in ("since", "until", "signed_on", "decree_on", "checked_on"):
            if given.get(name) and given[name] < OLDEST:
                self.add_error(name, _("La data è troppo lontana: controllala."))
        return given

    def values(self) -> dict[str, Any]:
        """What the operation is given: the fields of the model that are on this form."""
        given = dict(self.cleaned_data)
        for name in ("version", "since", "until", "idempotency_key", "draft_key"):
            given.pop(name, None)
        if "since" in self.fields:
            given["period"] = self._period()
        return given

    def _period(self) -> Any:
        since = self.cleaned_data.get("since") or today()
        return between(since, self.cleaned_data.get("until"))


class WithSomebody(PartForm):
    """A form that names another person of the registry, chosen while one types."""

    other = ""  # the name of the field

    def typed_text(self) -> str:
        """The name in the box that searches: as typed, or of the person chosen."""
        typed = str(self[f"{self.other}_text"].value() or "")
        chosen = seen_person(self.actor, str(self[self.other].value() or ""))
        return typed or (chosen.listed_name if chosen else "")

    def chosen(self, given: dict[str, Any]) -> Person | None:
        number, text = given.get(self.other) or "", given.get(f"{self.other}_text") or ""
        if not number and text:
            found = find_people(self.actor, text, limit=2)
            number = str(found[0].id) if len(found) == 1 else ""
            if not number:
                self.add_error(f"{self.other}_text", _("Scegli la persona dall'elenco."))
        return seen_person(self.actor, number) if number else None

    def initial_of(self, part: Any) -> dict[str, Any]:
        return {**super().initial_of(part), self.other: getattr(part, f"{self.other}_id")}


class KinshipForm(WithSomebody):
    other = "relative"

    relative = forms.CharField(required=False, max_length=40)
    relative_text = line(gettext_lazy("Chi"), 200)
    kind = forms.ChoiceField(
        label=gettext_lazy("È"),
        choices=[pair for pair in KinshipKind.choices if pair[0] not in SECRET_TIES],
        help_text=gettext_lazy("Rispetto alla persona di questa scheda."),
    )
    since = day(gettext_lazy("Dal"), help_text=gettext_lazy("Se conta: per esempio un affido."))
    until = day(gettext_lazy("Al"))
    note = line(gettext_lazy("Nota"), 200)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        relative = self.chosen(given)
        if relative is None and "relative_text" not in self.errors:
            self.add_error("relative_text", _("Scegli la persona dall'elenco."))
        if relative and relative.pk == self.person.pk:
            self.add_error("relative_text", _("Una persona non è parente di sé stessa."))
        given["relative"] = relative
        return given

    def values(self) -> dict[str, Any]:
        values = super().values()
        values.pop("relative_text")
        if not self.cleaned_data.get("since"):
            values["period"] = None
        return values


class RepresentationForm(WithSomebody):
    other = "representative"

    kind = forms.ChoiceField(label=gettext_lazy("Che cos'è"), choices=RepresentationKind.choices)
    representative = forms.CharField(required=False, max_length=40)
    representative_text = line(gettext_lazy("Chi, tra le persone conosciute"), 200)
    name = line(
        gettext_lazy("oppure il suo nome"), 200,
        help_text=gettext_lazy("Se non ha una scheda: per esempio un avvocato."),
    )  # fmt: skip
    phone = PhoneField(label=gettext_lazy("Telefono"), required=False)
    email = forms.EmailField(label=gettext_lazy("Posta elettronica"), required=False)
    court = line(gettext_lazy("Tribunale"), 120)
    decree_number = line(gettext_lazy("Numero del decreto"), 60)
    decree_on = day(gettext_lazy("Data del decreto"))
    powers = forms.CharField(
        label=gettext_lazy("Che cosa può fare"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Gli atti che il decreto le affida, e quelli che restano alla persona."
        ),
    )  # fmt: skip
    since = day(gettext_lazy("Dal"), required=True)
    until = day(gettext_lazy("Al"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        chosen = self.chosen(given)
        if chosen and chosen.pk == self.person.pk:
            self.add_error("representative_text", _("Una persona non rappresenta sé stessa."))
        if chosen is None and not given.get("name") and "representative_text" not in self.errors:
            self.add_error("name", _("Scrivi chi la rappresenta, o scegli una persona."))
        decree = given.get("decree_on")
        if decree and decree > today():
            self.add_error("decree_on", _("La data del decreto è nel futuro: controllala."))
        given["representative"] = chosen
        given["powers"] = clean(given.get("powers") or "").strip()
        return given

    def values(self) -> dict[str, Any]:
        values = super().values()
        values.pop("representative_text")
        return values


class IseeForm(PartForm):
    kind = forms.ChoiceField(label=gettext_lazy("Tipo di ISEE"), choices=IseeKind.choices)
    protocol = line(
        gettext_lazy("Protocollo della DSU"), 60,
        help_text=gettext_lazy("Per esempio INPS-ISEE-2026-01234567X-00."),
    )  # fmt: skip
    signed_on = day(gettext_lazy("Data di sottoscrizione"), required=True)
    valid_until = day(
        gettext_lazy("Valido fino al"),
        help_text=gettext_lazy("Se lo lasci vuoto: il 31 dicembre dello stesso anno."),
    )
    isee_cents = EuroField(label=gettext_lazy("ISEE (euro)"))
    ise_cents = EuroField(label=gettext_lazy("ISE (euro)"), required=False)
    isr_cents = EuroField(label=gettext_lazy("ISR (euro)"), required=False)
    isp_cents = EuroField(label=gettext_lazy("ISP (euro)"), required=False)
    scale = line(gettext_lazy("Scala di equivalenza"), 8)
    mode = line(gettext_lazy("Modalità di calcolo"), 60)
    has_remarks = forms.BooleanField(
        label=gettext_lazy("Ha omissioni o difformità"), required=False
    )
    remarks = forms.CharField(
        label=gettext_lazy("Quali"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    origin = forms.ChoiceField(label=gettext_lazy("Origine"), choices=Origin.choices)
    checked_on = day(gettext_lazy("Verificato il"))

    def clean_signed_on(self) -> dt.date:
        signed: dt.date = self.cleaned_data["signed_on"]
        if signed > today():
            raise ValidationError(_("La data è nel futuro: controllala."))
        return signed

    def clean_scale(self) -> Decimal | None:
        text = str(self.cleaned_data["scale"] or "").replace(",", ".")
        if not text:
            return None
        try:
            scale = Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Scrivi un numero, per esempio 2,46.")) from None
        if not Decimal("0.5") <= scale <= Decimal(99):
            raise ValidationError(_("La scala di equivalenza è di solito fra 1 e 10."))
        return scale

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        signed = given.get("signed_on")
        if signed and not given.get("valid_until"):
            given["valid_until"] = dt.date(signed.year, 12, 31)
        if signed and given["valid_until"] < signed:
            self.add_error("valid_until", _("La validità finisce prima della sottoscrizione."))
        if given.get("remarks"):
            given["has_remarks"] = True
            given["remarks"] = clean(given["remarks"]).strip()
        return given


class BenefitForm(PartForm):
    name = line(
        gettext_lazy("Che cosa riceve"), 200, required=True,
        help_text=gettext_lazy("Per esempio: Assegno di inclusione, pasti a domicilio."),
    )  # fmt: skip
    code = line(gettext_lazy("Codice SIUSS"), 10, help_text=gettext_lazy("Per esempio A1.05."))
    payer = line(gettext_lazy("Da chi"), 120, help_text=gettext_lazy("INPS, Comune, Caritas…"))
    amount_cents = EuroField(label=gettext_lazy("Importo (euro)"), required=False)
    pace = forms.ChoiceField(
        label=gettext_lazy("Ogni quanto"), required=False, choices=[("", "—"), *BenefitPace.choices]
    )
    since = day(gettext_lazy("Dal"), required=True)
    until = day(gettext_lazy("Al"))
    origin = forms.ChoiceField(label=gettext_lazy("Origine"), choices=Origin.choices)
    checked_on = day(gettext_lazy("Verificato il"))
    source = line(
        gettext_lazy("Da dove si sa"), 120,
        help_text=gettext_lazy("Per esempio: estratto del Casellario, lettera dell'INPS."),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).upper()
        if code and not re.fullmatch(r"[A-Z]\d(\.\d{2}){1,2}", code):
            raise ValidationError(_("Il codice ha la forma A1.05: controlla o lascia vuoto."))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("amount_cents") is not None and not given.get("pace"):
            self.add_error("pace", _("Di' ogni quanto riceve questo importo."))
        return given


class MemberRow(forms.Form):
    """A member of the ISEE household; emptied, it is left out."""

    surname = line(gettext_lazy("Cognome"), 300)
    given_name = line(gettext_lazy("Nome"), 300)
    tax_code = TaxCodeField(label=gettext_lazy("Codice fiscale"), required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("Rapporto"), required=False, choices=[("", "—"), *IseeRelation.choices]
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        named = given.get("surname") or given.get("given_name") or given.get("tax_code")
        if named and not given.get("relation"):
            self.add_error("relation", _("Scegli il rapporto col dichiarante."))
        return given


class BaseMembers(BaseFormSet):  # type: ignore[type-arg]  # not subscriptable in 5.2
    def entries(self) -> list[MemberEntry]:
        rows = (form.cleaned_data for form in self.forms if form.cleaned_data)
        return [
            MemberEntry(row["relation"], row["surname"], row["given_name"], row["tax_code"])
            for row in rows
            if row.get("surname") or row.get("given_name") or row.get("tax_code")
        ]


_MemberRows = forms.formset_factory(MemberRow, formset=BaseMembers, extra=2, max_num=30)


def member_rows(data: Any = None, members: list[IseeMember] | None = None) -> BaseMembers:
    """The members of an ISEE household, with two empty rows for more."""
    names = ("surname", "given_name", "tax_code", "relation")
    initial = [{name: getattr(member, name) for name in names} for member in members or []]
    return cast(BaseMembers, _MemberRows(data, prefix="members", initial=initial))
