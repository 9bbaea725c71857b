"""The life of a case, of its passing to others and of a meeting on it, as tables of moves."""

from django.utils.translation import gettext_lazy as _

from prossimo.cases.choices import ArchiveState as A
from prossimo.cases.choices import CaseState as S
from prossimo.cases.choices import ScaleState, SheetState
from prossimo.cases.choices import TransferState as T
from prossimo.cases.choices.meetings import MeetingState as M
from prossimo.core.workflow import Move, Workflow

CASE = Workflow(
    Move(
        name="assign",
        label=_("Assegna"),
        sources=frozenset({S.PROPOSED, S.ASSIGNED}),
        target=S.ASSIGNED,
    ),
    Move(
        name="take_charge",
        label=_("Prendi in carico"),
        sources=frozenset({S.ASSIGNED}),
        target=S.IN_CHARGE,
        norm="L. 328/2000, art. 6",
    ),
    Move(
        name="suspend",
        label=_("Sospendi"),
        sources=frozenset({S.IN_CHARGE}),
        target=S.SUSPENDED,
    ),
    Move(
        name="resume",
        label=_("Riprendi"),
        sources=frozenset({S.SUSPENDED}),
        target=S.IN_CHARGE,
    ),
    Move(
        name="close",
        label=_("Chiudi"),
        sources=frozenset({S.PROPOSED, S.ASSIGNED, S.IN_CHARGE, S.SUSPENDED}),
        target=S.CLOSED,
    ),
    Move(
        name="reopen",
        label=_("Riapri"),
        sources=frozenset({S.CLOSED}),
        target=S.ASSIGNED,
    ),
    states=S,
)

TRANSFER = Workflow(
    Move(
        name="accept",
        label=_("Accogli"),
        sources=frozenset({T.ASKED}),
        target=T.ACCEPTED,
    ),
    Move(
        name="refuse",
        label=_("Rifiuta"),
        sources=frozenset({T.ASKED}),
        target=T.REFUSED,
    ),
    Move(
        name="withdraw",
        label=_("Ritira"),
        sources=frozenset({T.ASKED}),
        target=T.WITHDRAWN,
    ),
    states=T,
)

# An analysis: what is completed stays as it is, and another one is begun.
SHEET = Workflow(
    Move(
        name="write",
        label=_("Scrivi"),
        sources=frozenset({SheetState.DRAFT}),
        target=SheetState.DRAFT,
    ),
    Move(
        name="complete",
        label=_("Concludi"),
        sources=frozenset({SheetState.DRAFT}),
        target=SheetState.COMPLETED,
    ),
    Move(
        name="drop",
        label=_("Annulla la bozza"),
        sources=frozenset({SheetState.DRAFT}),
        target=SheetState.DROPPED,
    ),
    states=SheetState,
)

# The sheet of a scale: the same, and one that was wrong gives its place to another, whole at once.
SCALE = Workflow(
    Move(
        name="write",
        label=_("Scrivi"),
        sources=frozenset({ScaleState.DRAFT}),
        target=ScaleState.DRAFT,
    ),
    Move(
        name="complete",
        label=_("Concludi"),
        sources=frozenset({ScaleState.DRAFT}),
        target=ScaleState.COMPLETED,
    ),
    Move(
        name="drop",
        label=_("Annulla la bozza"),
        sources=frozenset({ScaleState.DRAFT}),
        target=ScaleState.DROPPED,
    ),
    Move(
        name="correct",
        label=_("Rettifica"),
        sources=frozenset({ScaleState.COMPLETED}),
        target=ScaleState.CORRECTED,
    ),
    states=ScaleState,
)

MEETING = Workflow(
    Move(
        name="hold",
        label=_("Segna chi c'era"),
        sources=frozenset({M.PLANNED}),
        target=M.HELD,
    ),
    Move(
        name="cancel",
        label=_("Annulla l'incontro"),
        sources=frozenset({M.PLANNED}),
        target=M.CANCELLED,
    ),
    Move(
        name="write",
        label=_("Chiudi il verbale"),
        sources=frozenset({M.HELD}),
        target=M.WRITTEN,
    ),
    Move(
        name="rewrite",
        label=_("Riapri il verbale"),
        sources=frozenset({M.WRITTEN}),
        target=M.HELD,
    ),
    Move(
        name="sign",
        label=_("Registra una firma"),
        sources=frozenset({M.WRITTEN, M.SIGNED}),
        target=M.SIGNED,
    ),
    states=M,
)

ARCHIVE = Workflow(
    Move(
        name="propose",
        label=_("Proponi per lo scarto"),
        sources=frozenset({A.ARCHIVED}),
        target=A.PROPOSED,
    ),
    Move(
        name="refuse",
        label=_("Non scartare"),
        sources=frozenset({A.PROPOSED}),
        target=A.ARCHIVED,
    ),
    Move(
        name="dispose",
        label=_("Scarta"),
        sources=frozenset({A.PROPOSED}),
        target=A.DISPOSED,
        norm="D.Lgs 42/2004, artt. 10, 20-21",
    ),
    Move(
        name="recall",
        label=_("Riprendi dall'archivio"),
        sources=frozenset({A.ARCHIVED, A.PROPOSED}),
        target=A.RECALLED,
    ),
    states=A,
)
