"""What is asked to book: a name and one address; then the code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.access.choices import MessageChannel, Mode
from prossimo.access.operations import messages
from prossimo.accounts.forms import OnceFormMixin
from prossimo.core.text import clean

TRAP = "website"  # nobody sees it: only a program fills it in


class Plain(forms.CharField):
    """Typed text on one line, without what cannot be read."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(" ".join(clean(value).split()) if value else value)


class BookingForm(OnceFormMixin, forms.Form):
    """Who comes and where to write: nothing else is needed to be received."""

    mode = forms.ChoiceField(label=gettext_lazy("Come preferisci?"), widget=forms.RadioSelect)
    name = Plain(
        label=gettext_lazy("Nome e cognome"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Posta elettronica"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = forms.RegexField(
        r"^\+?[0-9 ./-]{6,20}$",
        label=gettext_lazy("Telefono cellulare"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": gettext_lazy("Scrivi il numero con le sole cifre.")},
    )

    def __init__(self, *args: Any, modes: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["mode"]
        field.choices = [(each.value, each.label) for each in Mode if each in modes]
        if len(field.choices) <= 1:
            field.widget = forms.HiddenInput()
        self.initial.setdefault("mode", modes[0] if modes else Mode.OFFICE)
        self.by_text = messages.is_open(MessageChannel.SMS)
        help_text = (
            _("Basta uno dei due: lì arriva il codice per confermare.")
            if self.by_text
            else _("Qui arriva il codice per confermare.")
        )
        self.fields["email"].help_text = help_text
        if not self.by_text:
            self.fields["email"].required = True
            self.fields["phone"].help_text = _("Solo per avvisarti se qualcosa cambia.")
            if Mode.PHONE in modes:
                self.fields["phone"].help_text = _("A questo numero ti chiamiamo.")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get("email") and not told.get("phone") and not self.errors:
            raise ValidationError(_("Serve la posta elettronica o il telefono."))
        if told.get("mode") == Mode.PHONE and not told.get("phone"):
            self.add_error("phone", _("Per un appuntamento al telefono serve il numero."))
        return told

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "mode", "email", "phone")}


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.RegexField(
        r"^\s*(?:[0-9]\s*){6}$",
        label=gettext_lazy("Codice di sei cifre"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Il codice è di sei cifre.")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())
