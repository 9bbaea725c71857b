"""What passes from hand to hand, told in words: where to, how it stands."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.accounts.choices import UserArea
from prossimo.cases.choices import TransferKind, TransferState
from prossimo.cases.models import CaseTransfer, GlassOpening
from prossimo.core import wording
from prossimo.ui.parts import Entry, Fact, Tone

TONES: dict[str, Tone] = {
    TransferState.ASKED: "info",
    TransferState.ACCEPTED: "good",
    TransferState.REFUSED: "warning",
    TransferState.WITHDRAWN: "neutral",
}


def destination_of(row: CaseTransfer) -> str:
    """«a Anna Rossi», «all'area «anziani», a Anna Rossi»."""
    name = row.to_post.user.get_full_name() if row.to_post else ""
    if row.kind == TransferKind.SERVICE:
        said = _("all'area «%(area)s»") % {"area": UserArea(row.to_area).label}
    elif row.kind == TransferKind.TOWN:
        said = _("al Comune di %(town)s") % {"town": row.to_municipality}
    elif row.kind == TransferKind.OUTSIDE:
        said = _("al Comune di %(town)s, fuori dall'Ambito") % {"town": row.to_place}
    else:
        return _("a %(name)s") % {"name": name}
    return _("%(where)s, %(name)s") % {"where": said, "name": name} if name else said


def sheet_of(row: CaseTransfer) -> list[Fact]:
    """What who receives it is told, and no more."""
    follows = row.from_post.user.get_full_name() if row.from_post else _("ancora nessuno")
    return [
        Fact(_("Chiede"), row.asked_by.get_full_name()),
        Fact(_("Il"), wording.day(timezone.localdate(row.created_at))),
        Fact(_("La segue"), follows),
        Fact(_("Area"), str(row.get_user_area_display())),
        Fact(_("Intensità"), str(row.get_intensity_display())),
        Fact(_("Bisogni aperti"), row.needs),
    ]


def opening_facts(row: GlassOpening, due: dt.date) -> list[Fact]:
    """What who reviews reads of an emergency; of the person, nothing."""
    told = [
        Fact(_("Chi"), row.user.get_full_name()),
        Fact(_("Ruolo"), str(row.post.get_role_display())),
        Fact(_("Aperta il"), _moment(row.created_at)),
        Fact(_("Fino alle"), _moment(row.until)),
        Fact(_("Che cosa urgeva"), str(row.get_category_display())),
        Fact(_("Perché non si poteva aspettare"), row.why, wide=True),
    ]
    if not row.outcome:
        return [*told, Fact(_("Da verificare entro"), wording.day(due))]
    return [
        *told,
        Fact(_("Esito"), str(row.get_outcome_display())),
        Fact(_("Verificato da"), row.reviewed_by.get_full_name() if row.reviewed_by else ""),
        Fact(_("Nota della verifica"), row.review_note, wide=True),
    ]


def _moment(when: dt.datetime) -> str:
    return f"{timezone.localtime(when):%d/%m/%Y %H:%M}"


def transfer_entries(rows: list[CaseTransfer], linked: bool) -> list[Entry]:
    """Asked, and answered: two moments of the story."""
    found = []
    for row in rows:
        url = reverse("cases:transfer", args=[row.pk]) if linked else ""
        found.append(
            Entry(
                title=_("Chiesto il passaggio %(where)s") % {"where": destination_of(row)},
                when=row.created_at,
                text=row.why,
                kind=_("passaggi"),
                icon="arrow-right-circle",
                url=url,
                by=row.asked_by.get_full_name(),
            )
        )
        if row.decided_at and row.decided_by:
            found.append(
                Entry(
                    title=_("Passaggio %(state)s") % {"state": row.get_state_display()},
                    when=row.decided_at,
                    text=row.answer,
                    kind=_("passaggi"),
                    icon="check-circle",
                    tone=TONES[row.state],
                    url=url,
                    by=row.decided_by.get_full_name(),
                )
            )
    return found
