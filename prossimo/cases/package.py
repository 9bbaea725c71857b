"""The hand-over package: the case on paper, part by part, as far as who prints it may read it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.case_words import facts_of
from prossimo.cases.models import Case
from prossimo.cases.page import promises_of, story_of
from prossimo.cases.policies import cases as policies
from prossimo.cases.queries import cases as reads
from prossimo.core import pdf, wording
from prossimo.core.privacy import NARRATIVE
from prossimo.ui.parts import Entry

MOST = 2000  # moments: twenty years of a case


def package_of(actor: Actor, case: Case) -> pdf.Sheet:
    sections = [_facts(actor, case), _people(actor, case), _workers(actor, case)]
    if policies.may_read_plan(actor, case):
        sections.append(_needs(actor, case))
    sections.append(_promises(actor, case))
    moments = [_moment(entry) for entry in reversed(story_of(actor, case, most=MOST)[:MOST])]
    sections.append(
        pdf.Section(_("Che cosa è successo"), moments=moments, empty=_("Ancora niente."))
    )
    return pdf.Sheet(
        title=_("Fascicolo della presa in carico %(number)s") % {"number": case.number},
        subtitle=case.person.full_name,
        notes=[
            _("Contiene ciò che chi stampa può leggere; le annotazioni riservate restano a chi le ha "
              "scritte."),
            _("Si consegna solo all'ente che prende in carico la persona."),
        ],
        sections=sections,
    )  # fmt: skip


def _facts(actor: Actor, case: Case) -> pdf.Section:
    told = [(fact.label, fact.value) for fact in facts_of(actor, case)]
    why = [case.why] if actor.ceiling >= NARRATIVE else []
    return pdf.Section(_("La presa in carico"), facts=told, paragraphs=why)


def _people(actor: Actor, case: Case) -> pdf.Section:
    rows = [
        [
            member.person.full_name,
            wording.day(member.person.born_on) if member.person.born_on else "",
            str(member.get_role_display()),
            member.note if actor.ceiling >= NARRATIVE else "",
        ]
        for member in reads.members_of(actor, case)
    ]
    head = [_("chi"), _("nata o nato il"), _("nel caso è"), _("nota")]
    return pdf.Section(_("Chi c'è"), rows=pdf.Rows(head, rows))


def _workers(actor: Actor, case: Case) -> pdf.Section:
    rows = [
        [
            worker.post.user.get_full_name(),
            str(worker.get_role_display()),
            wording.day(worker.period.lower) if worker.period.lower else "",
            wording.day(worker.period.upper) if worker.period.upper else "",
        ]
        for worker in reads.workers_of(actor, case)
    ]
    head = [_("chi"), _("ruolo"), _("dal"), _("fino al")]
    if not rows:
        return pdf.Section(_("Chi la segue"), empty=_("Ancora nessuno."))
    return pdf.Section(_("Chi la segue"), rows=pdf.Rows(head, rows))


def _needs(actor: Actor, case: Case) -> pdf.Section:
    rows = [
        [
            str(need.need),
            str(need.get_weight_display()),
            wording.day(need.found_on),
            wording.day(need.met_on) if need.met_on else _("aperto"),
            need.note,
        ]
        for need in reads.needs_of(actor, case)
    ]
    if not rows:
        return pdf.Section(_("Di che cosa c'è bisogno"), empty=_("Nessun bisogno segnato."))
    head = [_("bisogno"), _("quanto pesa"), _("rilevato il"), _("risolto il"), _("nota")]
    return pdf.Section(_("Di che cosa c'è bisogno"), rows=pdf.Rows(head, rows))


def _promises(actor: Actor, case: Case) -> pdf.Section:
    rows = [
        [each.title, each.kind, each.who, wording.day(each.due) if each.due else ""]
        for each in promises_of(actor, case)
    ]
    title = _("Che cosa abbiamo promesso")
    if not rows:
        return pdf.Section(title, empty=_("Niente in sospeso."))
    head = [_("che cosa"), _("tipo"), _("chi"), _("entro")]
    return pdf.Section(title, rows=pdf.Rows(head, rows))


def _moment(entry: Entry) -> pdf.Moment:
    if entry.timed:
        when = timezone.localtime(entry.when).strftime("%d/%m/%Y %H:%M")  # type: ignore[arg-type]
    else:
        when = f"{entry.when:%d/%m/%Y}"
    return pdf.Moment(when=when, title=entry.title, text=entry.text, by=entry.by)
