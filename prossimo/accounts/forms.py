"""What is typed on the screens of accounts: entering, staff, posts, journal, purpose."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allauth.account import forms as entrance
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.accounts import drafts, idempotency
from prossimo.accounts.choices import Action, Purpose, Result, RoleKey, UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.proof import Proof, prove, question, ways_of
from prossimo.accounts.rules import Actor
from prossimo.core.http import Request
from prossimo.core.periods import last_day, today
from prossimo.core.records import new_id
from prossimo.network.models import Organisation
from prossimo.territory.models import Municipality, Neighbourhood
from prossimo.ui.forms import DateInput, RadioChips
from prossimo.ui.telling import tell

if TYPE_CHECKING:
    OfUser = forms.ModelForm[User]
    OfPost = forms.ModelForm[Post]
else:
    OfUser = OfPost = forms.ModelForm

NOT_STATED = ("", "—")
WITHOUT_KEY = gettext_lazy(
    "Solo se non hai con te la chiave: il codice dell'app o uno di riserva. Vuoto, si usa la chiave."
)


class OnceFormMixin(forms.BaseForm):
    """A form that is taken once, however often it is posted, and whose text finds its way home."""

    def __init__(self, *args: Any, actor: Actor, draft_key: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields[idempotency.FIELD] = forms.UUIDField(
            label=gettext_lazy("numero d'invio"), widget=forms.HiddenInput, initial=new_id
        )
        if draft_key:
            self.fields[drafts.FIELD] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=drafts.token(actor, draft_key)
            )

    def full_clean(self) -> None:
        """A submission already made is not checked again: the middleware answers for it."""
        typed = self.data.get(self.add_prefix(idempotency.FIELD)) if self.is_bound else None
        with suppress(ValueError, TypeError):
            idempotency.recall(self.actor, uuid.UUID(typed), self._fingerprint())
        super().full_clean()

    def once(self, run: Callable[[], str]) -> str:
        """Run once for this submission; raises `idempotency.KeyReused` for another body."""
        key: uuid.UUID = self.cleaned_data[idempotency.FIELD]
        return idempotency.once(self.actor, key, self._fingerprint(), run)

    def _fingerprint(self) -> str:
        posted = self.data.lists() if isinstance(self.data, QueryDict) else []
        return idempotency.fingerprint(dict(posted))


class ProofFormMixin(forms.BaseForm):
    """Who is asking, proved again at the foot of a form with what they have to prove it."""

    def __init__(self, *args: Any, request: Request, **more: Any) -> None:
        super().__init__(*args, **more)
        self.request, self.ways = request, ways_of(request.user)
        if self.ways.password:
            self.fields["password"] = forms.CharField(
                label=gettext_lazy("La tua password"), max_length=4096, strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )  # fmt: skip
        if self.ways.code:
            self.fields["code"] = forms.CharField(
                label=gettext_lazy("Codice del secondo fattore"), max_length=20,
                widget=forms.TextInput(
                    attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
                ),
                required=not self.ways.key, help_text=WITHOUT_KEY if self.ways.key else "",
            )  # fmt: skip
        if self.ways.key:
            self.fields["credential"] = forms.CharField(
                required=False, widget=forms.HiddenInput, max_length=20_000
            )

    def check_first(self, told: dict[str, Any]) -> None:
        """What is wrong before anybody's proof is asked: raises `ValidationError`."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        given = Proof(**{name: told.get(name, "") for name in ("password", "code", "credential")})
        try:
            self.check_first(told)
            prove(self.request, self.request.user, given)
        except ValidationError as error:
            tell(self, error)
        return told

    def key_question(self) -> dict[str, Any]:
        """What the browser asks of the key, for `passkeys.js`."""
        return {"request_options": question(self.request.user)}


class LoginForm(entrance.LoginForm):
    """Name and password; the browser may offer a passkey in the first field."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"].label = _("Nome utente o posta elettronica")
        self.fields["login"].max_length = 254
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "254",
            "autofocus": True,
        }
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ProfileForm(OfUser):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("language", "shortcuts")
        widgets = {
            "language": RadioChips(choices=[("it", "Italiano"), ("en", "English")]),
        }


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("Finalità"), choices=Purpose.choices, widget=RadioChips
    )


class StaffFilter(forms.Form):
    """The list of staff, read as a sentence."""

    q = forms.CharField(
        label=gettext_lazy("che si chiamano"), required=False, max_length=100,
        widget=forms.SearchInput,
    )  # fmt: skip
    role = forms.ChoiceField(
        label=gettext_lazy("ruolo"),
        required=False,
        choices=[("", gettext_lazy("qualsiasi ruolo")), *RoleKey.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("accesso"),
        required=False,
        choices=[
            ("", gettext_lazy("attivo o sospeso")),
            ("active", gettext_lazy("attivo")),
            ("suspended", gettext_lazy("sospeso")),
        ],
    )


class UserForm(OfUser):
    """Who a member of staff is; the password is never the administrator's business."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = User
        fields = ("last_name", "first_name", "username", "email", "language")
        widgets = {"language": RadioChips(choices=[("it", "Italiano"), ("en", "English")])}
        help_texts = {
            "username": gettext_lazy("Per entrare: lettere e cifre, punto, trattino, @."),
            "email": gettext_lazy("Serve per reimpostare la password da soli."),
        }

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        others = User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("C'è già una persona con questo nome utente."))
        return username


class NewUserForm(OnceFormMixin, UserForm):
    """Posted twice, one person is registered."""


class PostForm(OfPost):
    """A role with its scope and its dates; the choices end where the administrator's own do."""

    starts_on = forms.DateField(
        label=gettext_lazy("Dal"), widget=DateInput, localize=False, initial=today
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Fino al"), widget=DateInput, required=False, localize=False,
        help_text=gettext_lazy("Ultimo giorno compreso; vuoto se non ha fine."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Post
        fields = (
            "role", "municipality", "organisation", "neighbourhood", "user_area", "weekly_hours"
        )  # fmt: skip
        localized_fields = ("weekly_hours",)  # 22,5 as people write it
        labels = {"user_area": gettext_lazy("Di chi si occupa")}
        help_texts = {
            "weekly_hours": gettext_lazy(
                "Vuoto se è a tempo pieno. Serve a contare le assistenti sociali in servizio."
            )
        }

    def __init__(self, *args: Any, manager: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        places = Municipality.objects.filter(ambito=manager.ambito_id)
        if manager.municipality_id:
            places = places.filter(pk=manager.municipality_id)
            self.fields["municipality"].required = True
        self._offer("municipality", places, _("tutto l'Ambito"))
        bodies = Organisation.objects.filter(ambito=manager.ambito_id)
        self._offer("organisation", bodies, _("nessuna"))
        within = Neighbourhood.objects.filter(municipality__in=places)
        self._offer("neighbourhood", within.select_related("municipality"), _("nessuno"))
        self.fields["role"].choices = [("", _("scegli")), *RoleKey.choices]  # type: ignore[attr-defined]
        self.fields["user_area"].choices = [NOT_STATED, *UserArea.choices]  # type: ignore[attr-defined]
        if self.instance.period and not self.instance._state.adding:
            self.initial["starts_on"] = self.instance.period.lower
            self.initial["ends_on"] = last_day(self.instance.period)

    def _offer(self, name: str, choices: QuerySet[Any], none: str) -> None:
        self.fields[name].queryset = choices  # type: ignore[attr-defined]
        self.fields[name].empty_label = none  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("L'ultimo giorno viene prima del primo."))
        quarter, town = given.get("neighbourhood"), given.get("municipality")
        if quarter and town and quarter.municipality_id != town.pk:
            self.add_error("neighbourhood", _("Questo quartiere è di un altro Comune."))
        if given.get("role") == RoleKey.PARTNER and not given.get("organisation"):
            self.add_error("organisation", _("Un operatore partner ha sempre un'organizzazione."))
        if given.get("role") == RoleKey.NEIGHBOURHOOD and not quarter:
            self.add_error("neighbourhood", _("Un operatore di quartiere ha sempre un quartiere."))
        return given


class NewPostForm(OnceFormMixin, PostForm):
    """Posted twice, one post is assigned."""


class EndPostForm(forms.Form):
    last_on = forms.DateField(
        label=gettext_lazy("Ultimo giorno"), widget=DateInput, initial=today, localize=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class JournalFilter(forms.Form):
    """Who did what, to which file, when: any of these narrows the journal."""

    who = forms.CharField(
        label=gettext_lazy("Chi"), required=False, max_length=100, widget=forms.SearchInput
    )
    file = forms.UUIDField(
        label=gettext_lazy("Numero di scheda"),
        required=False,
        error_messages={"invalid": gettext_lazy("Il numero di scheda ha 32 cifre e lettere.")},
    )
    action = forms.ChoiceField(
        label=gettext_lazy("Azione"),
        required=False,
        choices=[("", gettext_lazy("qualsiasi")), *Action.choices],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Ruolo"),
        required=False,
        choices=[("", gettext_lazy("qualsiasi")), *RoleKey.choices],
    )
    result = forms.ChoiceField(
        label=gettext_lazy("Esito"),
        required=False,
        choices=[("", gettext_lazy("qualsiasi")), *Result.choices],
    )
    since = forms.DateField(label=gettext_lazy("Dal"), required=False, widget=DateInput)
    until = forms.DateField(label=gettext_lazy("Al"), required=False, widget=DateInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first: dt.date | None = given.get("since")
        last: dt.date | None = given.get("until")
        if first and last and last < first:
            self.add_error("until", _("Il secondo giorno viene prima del primo."))
        return given


class FileNumberForm(forms.Form):
    """The number printed on the person's page: the officer never looks a person up."""

    file = forms.UUIDField(
        label=gettext_lazy("Numero di scheda"),
        help_text=gettext_lazy(
            "È stampato in fondo alla scheda della persona: lo dà l'ufficio che l'ha in carico."
        ),
        error_messages={
            "invalid": gettext_lazy("Il numero di scheda ha 32 cifre e lettere: controlla.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
