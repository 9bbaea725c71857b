"""Staff and their posts, the journal of readings, drafts, idempotency keys and the outbox."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from prossimo.accounts.choices import Action, Purpose, Result, RoleKey, UserArea
from prossimo.accounts.rules import Actor, Right
from prossimo.core.periods import PeriodField, last_day, today
from prossimo.core.records import Record, Versioned, new_id
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood

MOST_ATTEMPTS = 8  # of a delivery, before it stands among those that failed


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, actor: Actor) -> Self:
        """Staff with a post, past or present, that the administrator manages."""
        managed = Post.objects.visible_to(actor).values("user")
        return self.filter(pk__in=managed)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> UserQuerySet:
        return self.get_queryset().visible_to(actor)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Versioned):
    """A member of staff, or of an organisation that works with the town."""

    username = models.CharField(_("nome utente"), max_length=150, unique=True)
    first_name = models.CharField(_("nome"), max_length=120)
    last_name = models.CharField(_("cognome"), max_length=120)
    email = models.EmailField(_("posta elettronica"), blank=True)
    is_active = models.BooleanField(_("attivo"), default=True)
    language = models.CharField(_("lingua"), max_length=5, default="it")
    shortcuts = models.BooleanField(_("scorciatoie da tastiera"), default=True)
    sessions_from = models.DateTimeField(_("sessioni valide dal"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("persona al lavoro")
        verbose_name_plural = _("persone al lavoro")
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username

    def listed_name(self) -> str:
        """Surname first, as lists have it."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds while neither the password nor `sessions_from` has changed."""
        held = f"{self.password}|{self.sessions_from.isoformat()}"
        salt = "prossimo.accounts.User.session"
        return salted_hmac(salt, held, secret=secret, algorithm="sha256").hexdigest()


class PostQuerySet(models.QuerySet["Post"]):
    def in_force(self) -> Self:
        return self.filter(period__contains=today())

    def of_ambito(self, ambito_id: Any) -> Self:
        return self.filter(ambito=ambito_id)

    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_see_post`."""
        if not actor.has(Right.STAFF_MANAGE):
            return self.none()
        posts = self.of_ambito(actor.ambito_id)
        return posts.filter(municipality=actor.municipality_id) if actor.municipality_id else posts

    def for_list(self) -> Self:
        return self.select_related("ambito", "municipality", "organisation", "neighbourhood")


class Post(Versioned):
    """A role held by a person, with its scope and its dates (incarico)."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("persona"), related_name="posts")
    role = models.CharField(_("ruolo"), max_length=20, choices=RoleKey)
    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("Comune"), null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organizzazione"), null=True, blank=True
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, verbose_name=_("quartiere"), null=True, blank=True
    )
    user_area = models.CharField(
        _("di chi si occupa"), max_length=3, choices=UserArea, blank=True, default=""
    )
    weekly_hours = models.DecimalField(
        _("ore alla settimana"), max_digits=3, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(48)],
    )  # fmt: skip  # empty: full time
    period = PeriodField()

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("incarico")
        verbose_name_plural = _("incarichi")
        ordering = ["user", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=RoleKey.PARTNER) | Q(organisation__isnull=False),
                name="post_of_partner_names_its_organisation",
                violation_error_message=_("Un operatore partner ha sempre un'organizzazione."),
            ),
            models.CheckConstraint(
                condition=~Q(role=RoleKey.NEIGHBOURHOOD) | Q(neighbourhood__isnull=False),
                name="post_of_neighbourhood_names_its_place",
                violation_error_message=_("Un operatore di quartiere ha sempre un quartiere."),
            ),
        ]
        indexes = [models.Index(fields=["user"])]

    @property
    def last_on(self) -> dt.date | None:
        """The last day, that day included; none while the post has no end."""
        return last_day(self.period)

    def __str__(self) -> str:
        place = self.organisation or self.neighbourhood or self.municipality or self.ambito
        return f"{self.get_role_display()}, {place}"


class RoleGrant(models.Model):
    """What the roles may do, written from `accounts.roles` so that the second wall can read it."""

    id = models.CharField(primary_key=True, max_length=60)
    role = models.CharField(_("ruolo"), max_length=20, choices=RoleKey)
    right = models.CharField(_("diritto"), max_length=30)
    reach = models.CharField(_("estensione"), max_length=10)

    class Meta:
        verbose_name = _("diritto di un ruolo")
        verbose_name_plural = _("diritti dei ruoli")
        ordering = ["role", "right"]

    def __str__(self) -> str:
        return f"{self.role}: {self.right} ({self.reach})"


class JournalLineQuerySet(models.QuerySet["JournalLine"]):
    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_read_journal_line`."""
        if not actor.has(Right.JOURNAL_READ):
            return self.none()
        return self.filter(Q(ambito_id=actor.ambito_id) | Q(ambito_id=None))


class JournalLine(models.Model):
    """Who read or changed what, when, in which post and why; never the content.

    Written only through `wall.journal`; read by the data-protection officer.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("quando"))
    user = models.ForeignKey(
        User, models.DO_NOTHING, verbose_name=_("chi"), null=True, db_constraint=False
    )
    user_name = models.CharField(_("chi"), max_length=250, blank=True)
    post_id = models.UUIDField(_("incarico"), null=True)
    role = models.CharField(_("ruolo"), max_length=20, choices=RoleKey, blank=True)
    ambito_id = models.UUIDField(_("Ambito"), null=True)
    organisation_id = models.UUIDField(_("organizzazione"), null=True)
    action = models.CharField(_("azione"), max_length=12, choices=Action)
    object_kind = models.CharField(_("oggetto"), max_length=40, blank=True)
    object_id = models.UUIDField(_("scheda"), null=True)
    purpose = models.CharField(_("finalità"), max_length=20, choices=Purpose, blank=True)
    result = models.CharField(_("esito"), max_length=8, choices=Result, default=Result.DONE)
    note = models.CharField(_("annotazione"), max_length=300, blank=True)
    request_id = models.CharField(_("richiesta"), max_length=40, blank=True)
    address = models.CharField(_("indirizzo"), max_length=45, blank=True)

    objects = JournalLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("riga del registro degli accessi")
        verbose_name_plural = _("registro degli accessi")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_id", "-id"], name="journal_by_object"),
            models.Index(fields=["user", "-id"], name="journal_by_user"),
            models.Index(fields=["ambito_id", "-id"], name="journal_by_ambito"),
            BrinIndex(fields=["at"], name="journal_by_time", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_name}: {self.action} {self.object_kind}"


class Draft(Record):
    """What somebody is still typing in a long form, so that nothing typed is ever lost."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("persona"))
    key = models.CharField(_("modulo"), max_length=120)
    fields = models.JSONField(_("testo"), default=dict)
    saved_at = models.DateTimeField(_("salvata il"), auto_now=True)

    class Meta:
        verbose_name = _("bozza")
        verbose_name_plural = _("bozze")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="draft_one_a_person_and_form")
        ]

    def __str__(self) -> str:
        return self.key


class IdempotencyKey(models.Model):
    """One submission of one form: posted a hundred times, done once, answered a hundred times."""

    key = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("persona"))
    request_hash = models.CharField(_("impronta della richiesta"), max_length=64)
    answer = models.CharField(_("risposta"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("creata il"), auto_now_add=True)

    class Meta:
        verbose_name = _("chiave di idempotenza")
        verbose_name_plural = _("chiavi di idempotenza")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return str(self.key)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def visible_to(self, actor: Actor) -> Self:
        """The set twin of `policies.may_see_delivery`."""
        if not actor.has(Right.STAFF_MANAGE):
            return self.none()
        return self.filter(ambito=actor.ambito_id)

    def waiting(self) -> Self:
        return self.filter(done_at=None, attempts__lt=MOST_ATTEMPTS)

    def failed(self) -> Self:
        """Dead letters: tried as often as it makes sense, and never delivered."""
        return self.filter(done_at=None, attempts__gte=MOST_ATTEMPTS)


class OutboxMessage(Record):
    """A consequence to carry out after a write, kept in the same transaction as the write."""

    topic = models.CharField(_("argomento"), max_length=60)
    object_id = models.UUIDField(_("oggetto"))
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("per conto di"))
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("incarico"))
    ambito = models.ForeignKey(Ambito, models.PROTECT, verbose_name=_("Ambito"))
    created_at = models.DateTimeField(_("creato il"), auto_now_add=True)
    done_at = models.DateTimeField(_("fatto il"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    error = models.CharField(_("ultimo errore"), max_length=300, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("consegna")
        verbose_name_plural = _("consegne")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(done_at=None), name="outbox_still_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.object_id}"
