"""The door, the queue, the agenda, the rotas, and the way onward from them."""

from prossimo.access.models.agenda import (
    AgendaFeed,
    Appointment,
    AppointmentSeat,
    BookingProof,
    EarlierWish,
)
from prossimo.access.models.allocation import AllocationRule, CaseProposal, RequestAlert
from prossimo.access.models.contacts import Contact, ContactReason
from prossimo.access.models.desks import Desk, DeskDuty, DeskHours
from prossimo.access.models.direct import DirectService, DirectStep
from prossimo.access.models.messages import Message
from prossimo.access.models.notes import Amendment, PrivateNote
from prossimo.access.models.openings import (
    Absence,
    LocalHoliday,
    Motive,
    Opening,
    OpeningException,
)
from prossimo.access.models.orientation import (
    Accompaniment,
    AssessedNeed,
    Orientation,
    OrientationStep,
)
from prossimo.access.models.outreach import Campaign, Parcel, Review, ReviewNote
from prossimo.access.models.phones import OutreachPhone
from prossimo.access.models.queue import QueueDay, Ticket, TicketStep
from prossimo.access.models.reasons import Reason
from prossimo.access.models.referrals import Referral, ReferralStep
from prossimo.access.models.rotas import RotaNote, RotaPattern, Shift
from prossimo.access.models.unmet import UnmetNeed

__all__ = [
    "Absence",
    "Accompaniment",
    "AgendaFeed",
    "AllocationRule",
    "Amendment",
    "Appointment",
    "AppointmentSeat",
    "AssessedNeed",
    "BookingProof",
    "Campaign",
    "CaseProposal",
    "Contact",
    "ContactReason",
    "Desk",
    "DeskDuty",
    "DeskHours",
    "DirectService",
    "DirectStep",
    "EarlierWish",
    "LocalHoliday",
    "Message",
    "Motive",
    "Opening",
    "OpeningException",
    "Orientation",
    "OrientationStep",
    "OutreachPhone",
    "Parcel",
    "PrivateNote",
    "QueueDay",
    "Reason",
    "Referral",
    "ReferralStep",
    "RequestAlert",
    "Review",
    "ReviewNote",
    "RotaNote",
    "RotaPattern",
    "Shift",
    "Ticket",
    "TicketStep",
    "UnmetNeed",
]
