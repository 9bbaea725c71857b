"""Closed vocabularies of meetings: what they are for, how they stand, who came, who signed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    TEAM = "team", _("incontro multidisciplinare")
    REVIEW = "review", _("verifica")


class MeetingState(TextChoices):
    PLANNED = "planned", _("fissato")
    HELD = "held", _("tenuto, verbale da scrivere")
    WRITTEN = "written", _("verbale pronto da firmare")
    SIGNED = "signed", _("verbale firmato")
    CANCELLED = "cancelled", _("annullato")


# The words may still change; afterwards they are what people sign.
OPEN_MINUTES = (MeetingState.PLANNED, MeetingState.HELD)
# It took place: what was said there counts as news of the person.
TOOK_PLACE = (MeetingState.HELD, MeetingState.WRITTEN, MeetingState.SIGNED)


class Attendance(TextChoices):
    INVITED = "invited", _("invito da confermare")
    PRESENT = "present", _("c'era")
    EXCUSED = "excused", _("ha avvisato che non poteva")
    ABSENT = "absent", _("non c'era")


class SignedHow(TextChoices):
    PAPER = "paper", _("a mano, sul foglio")
    DIGITAL = "digital", _("firma digitale")
    REMOTE = "remote", _("conferma scritta per posta")
    REFUSED = "refused", _("non ha voluto firmare")


class FindingResult(TextChoices):
    """How a goal or a commitment was found, when one looked at it together."""

    REACHED = "reached", _("raggiunto")
    KEPT = "kept", _("mantenuto")
    PARTLY = "partly", _("in parte")
    NOT = "not", _("no")
    OPEN = "open", _("ancora aperto")


class TaskState(TextChoices):
    OPEN = "open", _("da fare")
    DONE = "done", _("fatto")
    DROPPED = "dropped", _("lasciato cadere")
    HANDED = "handed", _("passato ad altri")


class HeardHow(TextChoices):
    """How somebody was heard again after their case was closed."""

    CALL = "call", _("per telefono")
    OFFICE = "office", _("in ufficio")
    VISIT = "visit", _("a casa")
    OTHERS = "others", _("da chi la conosce")
    UNFOUND = "unfound", _("non si è trovata")


class HowItGoes(TextChoices):
    WELL = "well", _("va bene")
    SHAKY = "shaky", _("va, con qualche fatica")
    NEEDS = "needs", _("ha di nuovo bisogno")
    UNKNOWN = "unknown", _("non si sa")
