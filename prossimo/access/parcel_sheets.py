"""How what was written in the street is told: its state with a tone, a contact beside its other version."""

from django.utils.translation import gettext as _

from prossimo.access.choices import ParcelState
from prossimo.access.models import Contact, Parcel
from prossimo.access.wording import ordered_reasons, reads, said_list
from prossimo.core import wording
from prossimo.ui.parts import Fact, Tone

TONES: dict[str, Tone] = {
    ParcelState.ACCEPTED: "good", ParcelState.CONFLICT: "warning", ParcelState.REFUSED: "bad",
    ParcelState.QUARANTINED: "warning", ParcelState.ASIDE: "neutral",
}  # fmt: skip


def parcel_tone(parcel: Parcel) -> Tone:
    return TONES[parcel.state]


def facts_of(contact: Contact) -> list[Fact]:
    """The registered version, field by field, as the other one is read beside it."""
    told = {
        _("Sportello"): contact.desk.name,
        _("Quando"): f"{wording.local(contact.happened_at):%d/%m/%Y %H:%M}",
        _("Perché è qui?"): said_list([reason.label for reason in ordered_reasons(contact)]),
        _("Che cosa serve?"): contact.needs,
        _("Che cosa ha avuto?"): reads("given", contact.given),
        _("Parla"): contact.get_speaker_display(),
        _("Nota condivisa"): contact.note,
    }
    return [Fact(label, value) for label, value in told.items() if value]
