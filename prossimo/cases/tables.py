"""Cases as a table, declared once for the screen and for every file."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prossimo.cases.case_words import kind_and_size, tone_of
from prossimo.cases.choices import ScanResult
from prossimo.cases.models import Case, CaseDocument
from prossimo.cases.queries.workload import Load
from prossimo.core import tables, wording
from prossimo.core.privacy import FieldClass
from prossimo.ui.tags.atoms import badge


def owner_name(case: Case) -> str:
    return case.owner.user.get_full_name() if case.owner else ""


class CaseTable(tables.Table):
    """About whom, in which area, how it stands, who follows it, since when nobody hears."""

    person = tables.Text(
        of=Case,
        label=gettext_lazy("persona"),
        accessor="person__listed_name",
        order_by=("person__sort_key", "pk"),
        orderable=True,
        attrs={"cell": {"class": "ui-main"}},
    )
    number = tables.Text(of=Case)
    user_area = tables.Choice(of=Case)
    state = tables.Choice(of=Case)
    intensity = tables.Choice(of=Case)
    owner = tables.Text(of=Case, accessor=owner_name, order_by=("owner__user__last_name", "pk"))
    taken_on = tables.Day(of=Case)
    last_heard_on = tables.Day(of=Case)
    reported_on = tables.Day(of=Case, visible=False)
    closed_on = tables.Day(of=Case, visible=False)

    empty_title = gettext_lazy("Nessuna presa in carico con questi filtri")
    empty_text = gettext_lazy(
        "Una presa in carico nasce da una proposta del segretariato o dalla scheda di una persona."
    )

    def render_person(self, record: Case) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', record.get_absolute_url(), record.person.listed_name
        )

    def render_state(self, record: Case) -> SafeString:
        return badge(str(record.get_state_display()), tone_of(record.state))

    def render_last_heard_on(self, record: Case) -> str | SafeString:
        said = wording.day(record.last_heard_on)
        if record.is_silent:
            return format_html("{} {}", said, badge(_("senza notizie"), "warning", "clock"))
        return said

    def for_files(self) -> "CaseTable":
        for name in ("reported_on", "closed_on"):
            self.columns.show(name)
        return self


class PapersTable(tables.Table):
    """The documents of a case: what each is, of when, who put it there, whether it still counts."""

    title = tables.Text(of=CaseDocument, orderable=True, attrs={"cell": {"class": "ui-main"}})
    kind = tables.Choice(of=CaseDocument)
    dated_on = tables.Day(of=CaseDocument)
    part = tables.Choice(of=CaseDocument)
    author = tables.Text(
        of=CaseDocument, accessor="author__get_full_name", label=gettext_lazy("caricato da")
    )
    file = tables.Text(label=gettext_lazy("file"), accessor=kind_and_size, grade=FieldClass.CONTACT)
    withdrawn_why = tables.Text(
        of=CaseDocument, label=gettext_lazy("ritirato perché"), visible=False
    )

    empty_title = gettext_lazy("Nessun documento con questi filtri")
    empty_text = gettext_lazy("Qui stanno le carte della presa in carico, cifrate una per una.")

    def render_title(self, record: CaseDocument) -> SafeString:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.title)
        if record.withdrawn_at:
            return format_html("{} {}", link, badge(_("ritirato"), "warning"))
        if record.file.scan == ScanResult.UNSCANNED:
            return format_html("{} {}", link, badge(_("non controllato"), "neutral"))
        return link


class LoadTable(tables.Table):
    """What each carries: how many, how heavy, of how many nobody has heard."""

    label = tables.Text(
        label=gettext_lazy("chi o dove"),
        grade=FieldClass.TECHNICAL,
        attrs={"cell": {"class": "ui-main"}},
        orderable=False,
    )
    live = tables.Integer(label=gettext_lazy("aperte"), grade=FieldClass.TECHNICAL, orderable=False)
    prevention = tables.Integer(
        label=gettext_lazy("prevenzione"), grade=FieldClass.TECHNICAL, orderable=False
    )
    light = tables.Integer(
        label=gettext_lazy("leggere"), grade=FieldClass.TECHNICAL, orderable=False
    )
    full = tables.Integer(label=gettext_lazy("piene"), grade=FieldClass.TECHNICAL, orderable=False)
    weight = tables.Integer(label=gettext_lazy("peso"), grade=FieldClass.TECHNICAL, orderable=False)
    silent = tables.Integer(
        label=gettext_lazy("senza notizie"), grade=FieldClass.TECHNICAL, orderable=False
    )
    due = tables.Integer(
        label=gettext_lazy("da rivedere"), grade=FieldClass.TECHNICAL, orderable=False
    )

    def render_label(self, record: Load) -> str | SafeString:
        """Who coordinates opens from here the list of what a worker would hand over."""
        if not record.url:
            return capfirst(record.label)
        return format_html('<a href="{}">{}</a>', record.url, record.label)

    empty_title = gettext_lazy("Nessuna presa in carico aperta")
    empty_text = gettext_lazy("I carichi compaiono quando una presa in carico ha chi la segue.")
