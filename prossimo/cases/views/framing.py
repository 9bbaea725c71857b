"""What stands around every sheet of a case: who they are, how it stands, the tabs."""

from typing import Any

from prossimo.cases.case_words import tone_of
from prossimo.cases.models import Case
from prossimo.cases.page import tabs_for
from prossimo.cases.policies.cases import opens_file
from prossimo.citizens.queries import place_line
from prossimo.citizens.queries.reach import reach_of
from prossimo.citizens.queries.sheets import age_line
from prossimo.core.http import Request
from prossimo.core.periods import today


def frame_of(request: Request, case: Case, current: str) -> dict[str, Any]:
    """The context of `cases/case_frame.html`; `current` is the key of the sheet."""
    return {
        "case": case,
        "tone": tone_of(case.state),
        "opens_file": opens_file(request.actor, case),
        "silent": case.is_silent,
        "review_due": bool(case.is_live and case.review_on and case.review_on <= today()),
        "age_line": age_line(case.person),
        "place": place_line(case.person),
        "reach": reach_of(request.actor, case.person),
        "tabs": tabs_for(request.actor, case, current),
    }
