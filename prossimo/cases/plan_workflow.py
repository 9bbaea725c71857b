"""The life of a version of a project as a table of moves."""

from django.utils.translation import gettext_lazy as _

from prossimo.cases.choices.plan import PlanState as S
from prossimo.core.workflow import Move, Workflow

NOT_OVER = frozenset({S.DRAFT, S.SHARED, S.SIGNED, S.ACTIVE, S.IN_REVISION, S.SUSPENDED})

PLAN = Workflow(
    Move(name="share", label=_("Condividi"), sources=frozenset({S.DRAFT}), target=S.SHARED),
    Move(name="take_back", label=_("Torna a scriverlo"), sources=frozenset({S.SHARED}),
         target=S.DRAFT),
    Move(name="sign", label=_("Firma"), sources=frozenset({S.SHARED}), target=S.SIGNED),
    Move(name="activate", label=_("Fallo partire"), sources=frozenset({S.SIGNED}), target=S.ACTIVE),
    Move(name="suspend", label=_("Sospendi"), sources=frozenset({S.ACTIVE}), target=S.SUSPENDED),
    Move(name="resume", label=_("Riprendi"), sources=frozenset({S.SUSPENDED}), target=S.ACTIVE),
    Move(name="revise", label=_("Rivedi"), sources=frozenset({S.ACTIVE}), target=S.IN_REVISION),
    Move(name="keep", label=_("Tieni com'è"), sources=frozenset({S.IN_REVISION}), target=S.ACTIVE),
    Move(name="supersede", label=_("Sostituisci"), sources=frozenset({S.IN_REVISION}),
         target=S.SUPERSEDED),
    Move(name="end", label=_("Concludi"),
         sources=frozenset({S.ACTIVE, S.IN_REVISION, S.SUSPENDED}), target=S.ENDED),
    Move(name="interrupt", label=_("Interrompi"), sources=NOT_OVER, target=S.INTERRUPTED),
    states=S,
)  # fmt: skip
