"""The hand-over package: the case on paper, every part that who prints it may read."""

from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts.rules import Actor
from prossimo.cases.handing_words import destination_of
from prossimo.cases.models import Case
from prossimo.cases.page import prints_for
from prossimo.cases.queries.transfers import of_case
from prossimo.core import pdf, wording


def package_of(actor: Actor, case: Case) -> pdf.Sheet:
    parts = [part for part in prints_for(actor, case) if not part.sealed]
    sections = [section for part in parts for section in part.build(actor, case)]
    return pdf.Sheet(
        title=_("Fascicolo della presa in carico %(number)s") % {"number": case.number},
        subtitle=case.person.full_name,
        notes=[
            _(
                "Contiene ciò che chi stampa può leggere; le annotazioni riservate restano a chi le "
                "ha scritte."
            ),
            _("Si consegna solo all'ente che prende in carico la persona."),
        ],
        sections=[*sections, _passages(actor, case)],
    )


def _passages(actor: Actor, case: Case) -> pdf.Section:
    """How it came here, and where it goes."""
    rows = [
        [
            wording.day(timezone.localdate(row.created_at)),
            destination_of(row),
            str(row.get_state_display()),
            row.why,
        ]
        for row in of_case(actor, case)
    ]
    if not rows:
        return pdf.Section(_("Passaggi"), empty=_("Non è mai passata di mano."))
    head = [_("chiesto il"), _("dove"), _("stato"), _("perché")]
    return pdf.Section(_("Passaggi"), rows=pdf.Rows(head, rows))
