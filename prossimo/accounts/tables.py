"""The lists of accounts, declared once for the screen and for every file."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from prossimo.accounts import wording
from prossimo.accounts.models import JournalLine, OutboxMessage, User
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Right
from prossimo.core import tables
from prossimo.core.events import topics
from prossimo.core.privacy import FieldClass

T = FieldClass.TECHNICAL
COUNTED = 10_000  # beyond so many lines the journal says «more», and counts no further


class StaffTable(tables.Table):
    """Who enters, in which posts, since when."""

    name = tables.Text(
        grade=T,
        label=_("persona"),
        accessor="listed_name",
        order_by=("last_name", "first_name", "pk"),
        linkify=lambda record: reverse("accounts:staff_detail", args=[record.pk]),
        attrs={"cell": {"class": "ui-main"}},
    )
    username = tables.Text(of=User)
    posts = tables.Many(
        grade=T, label=_("incarichi di oggi"), accessor=lambda user: [str(p) for p in user.posts_now]
    )  # fmt: skip
    is_active = tables.YesNo(of=User, label=_("accesso attivo"))
    last_login = tables.Instant(of=User, label=_("ultimo accesso"))

    caption = _("Il personale")
    empty_title = _("Nessuno corrisponde")

    class Meta:
        order_by = "name"
        empty_text = _("Prova con meno filtri, oppure registra una persona nuova.")


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """A journal of years is not counted to the end to show its first page."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        lines: QuerySet[JournalLine] = rows.data.data
        return lines[: COUNTED + 1].count()


class JournalTable(tables.Table):
    """Who did what, to which file, when."""

    at = tables.Instant(
        of=JournalLine,
        orderable=False,
        linkify=lambda record: reverse("accounts:journal_line", args=[record.pk]),
        attrs={"cell": {"class": "ui-main"}},
    )
    user_name = tables.Text(of=JournalLine, orderable=False)
    role = tables.Choice(of=JournalLine, orderable=False)
    action = tables.Choice(of=JournalLine, orderable=False)
    object_kind = tables.Text(
        of=JournalLine,
        orderable=False,
        accessor=lambda line: wording.kind_in_words(line.object_kind),
    )
    object_id = tables.Text(of=JournalLine, orderable=False)
    purpose = tables.Choice(of=JournalLine, orderable=False)
    result = tables.Choice(of=JournalLine, orderable=False)
    note = tables.Text(of=JournalLine, orderable=False)

    caption = _("Il registro degli accessi, dal più recente")
    empty_title = _("Nessuna riga")
    wide = True

    class Meta:
        empty_text = _("Con questi filtri il registro non contiene nulla: prova ad allargarli.")

    def configure(self, request: HttpRequest, *, per_page: int = 50) -> None:
        self.request = request
        self.paginator = CappedPaginator(self.rows, per_page)
        self.page = self.paginator.get_page(request.GET.get(self.prefixed_page_field))


class OpeningTable(tables.Table):
    """«Chi ha aperto la mia scheda», as it is handed to the person it speaks of."""

    at = tables.Instant(grade=T, label=_("quando"), orderable=False)
    office = tables.Text(grade=T, label=_("ufficio o ente"), orderable=False)
    role = tables.Text(grade=T, label=_("ruolo"), orderable=False)
    action = tables.Text(grade=T, label=_("che cosa ha fatto"), orderable=False)
    purpose = tables.Text(grade=T, label=_("finalità"), orderable=False)

    caption = _("Chi ha aperto la scheda")
    empty_title = _("Nessuno ha aperto questa scheda")

    class Meta:
        empty_text = _(
            "Oppure il numero non è di una scheda di questo Ambito: ricontrolla quello stampato."
        )


class DeliveryTable(tables.Table):
    """What was promised and could not be delivered."""

    created_at = tables.Instant(of=OutboxMessage, order_by=("created_at", "pk"))
    topic = tables.Text(
        of=OutboxMessage,
        accessor=lambda message: topic_in_words(message.topic),
        attrs={"cell": {"class": "ui-main"}},
    )
    user = tables.Text(of=OutboxMessage, order_by=("user__last_name", "user__first_name"))
    attempts = tables.Integer(of=OutboxMessage)
    error = tables.Text(of=OutboxMessage)
    again = tables.Text(
        grade=T, label=_("riprova"), accessor="pk", orderable=False, exclude_from_export=True
    )

    caption = _("Consegne non riuscite")
    empty_title = _("Tutto consegnato")

    class Meta:
        order_by = "-created_at"
        empty_text = _("Qui compaiono gli avvisi che il sistema non è riuscito a recapitare.")

    def render_again(self, record: OutboxMessage) -> str:
        from django.template.loader import render_to_string

        context = {"url": reverse("accounts:delivery_retry", args=[record.pk])}
        return render_to_string("accounts/parts/retry.html", context, self.request)


def topic_in_words(key: str) -> str:
    topic = topics.get(key)
    return str(topic.label) if topic else key


def matrix() -> tables.Table:
    """The roles and their rights, from the declaration: one column a role."""
    columns: dict[str, Any] = {
        "right": tables.Text(
            grade=T,
            label=_("chi può…"),
            accessor=lambda right: str(wording.RIGHTS[right]),
            attrs={"cell": {"class": "ui-main"}},
        ),
        **{
            str(role.key): tables.Text(
                grade=T, label=wording.role_in_words(role), accessor=partial(wording.cell, role)
            )
            for role in roles
        },
        "caption": _("Ruoli e diritti, come sono dichiarati nel programma"),
        "wide": True,
        "__module__": __name__,
    }
    return type("MatrixTable", (tables.Table,), columns)(list(Right))  # type: ignore[no-any-return]
