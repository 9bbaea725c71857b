"""What stands around every sheet of a case: who they are, how it stands, the tabs."""

from typing import Any

from prossimo.cases.case_words import tone_of
from prossimo.cases.models import Case
from prossimo.cases.page import tabs_for
from prossimo.cases.tables import is_silent
from prossimo.core.http import Request
from prossimo.core.periods import today


def frame_of(request: Request, case: Case, current: str) -> dict[str, Any]:
    """The context of `cases/case_frame.html`; `current` is the key of the sheet."""
    return {
        "case": case,
        "tone": tone_of(case.state),
        "silent": is_silent(case),
        "review_due": bool(case.is_live and case.review_on and case.review_on <= today()),
        "tabs": tabs_for(request.actor, case, current),
    }
