"""A case with a row of every kind, for the world in which every role knocks."""

from typing import Any

from tests.cases.analysis_factories import (
    AnalysisAnswerFactory,
    CaseAnalysisFactory,
    ScaleAnswerFactory,
    ScaleSheetFactory,
)
from tests.cases.factories import (
    CaseFactory,
    CaseMemberFactory,
    CaseNeedFactory,
    CaseNoteFactory,
    DiaryEntryFactory,
    given,
)
from tests.cases.handing_factories import CaseTransferFactory, GlassOpeningFactory
from tests.cases.joint_factories import joint_of
from tests.cases.meetings_world import around
from tests.cases.papers_factories import (
    CaseDocumentFactory,
    CopyChoiceFactory,
    EntryMentionFactory,
    EntryTemplateFactory,
)
from tests.cases.plan_factories import projects_in_the_world
from tests.cases.protection_factories import (
    CourtOrderFactory,
    PrescriptionFactory,
    RemovalFactory,
    RemovalStepFactory,
    SafePlaceFactory,
)
from tests.cases.ties_factories import CaseTieFactory


def case_in_the_world(things, owner, colleague, narrative, sealed) -> dict[str, Any]:
    """A case of the person with everything in it, and a note that only a colleague reads."""
    ambito, person = things["ambito"], things["person"]
    case = CaseFactory(
        ambito=ambito, person=person, household=person.household, owner=owner, why=narrative,
        intensity_why=narrative[:40],
    )  # fmt: skip
    entry = DiaryEntryFactory(case=case, text=narrative, place=narrative[:40])
    noted = DiaryEntryFactory(case=case, text=narrative, author=colleague.user)
    CaseNoteFactory(entry=noted, author=colleague.user, text=sealed)
    return {
        "case": case,
        "changed_case": case,  # who lives with them is not in it
        "entry": entry,
        "member": CaseMemberFactory(case=case, note=narrative),
        "worker": given(case, colleague, why="Segue la scuola"),
        "case_need": CaseNeedFactory(case=case, note=narrative),
        **joint_of(case, f"Servizio insieme di {ambito.name}"),
        **around(case, narrative),
        "case_tie": CaseTieFactory(case=case, note=narrative),
        **_protected(case, narrative),
        "mention": EntryMentionFactory(entry=entry),
        "copy_choice": CopyChoiceFactory(entry=noted, words=narrative[:300]),
        "template": EntryTemplateFactory(ambito=ambito, title="Visita a casa"),
        "document": CaseDocumentFactory(case=case, title=narrative, file_name=f"{narrative}.pdf"),
        "transfer": CaseTransferFactory(case=case, to_post=owner),
        "glass": GlassOpeningFactory(case=case, post=colleague),
        **projects_in_the_world(case, narrative),
        "case_post": owner,
        **_measured(case, narrative),
    }


def _protected(case, narrative) -> dict[str, Any]:
    """An order with what it asks, and a minor in a place of safety, in every word of theirs."""
    order = CourtOrderFactory(case=case, kind=narrative[:120], text=narrative)
    asked = PrescriptionFactory(order=order, what=narrative[:300], note=narrative[:500])
    removal = RemovalFactory(case=case, why=narrative)
    SafePlaceFactory(removal=removal, by=case.owner.user)  # read by its owner, on its own page
    step = RemovalStepFactory(removal=removal, paper=narrative[:160])
    return {"order": order, "prescription": asked, "removal": removal, "removal_step": step}


def _measured(case, narrative) -> dict[str, Any]:
    """An analysis and a scale under way; another that corrects one."""
    analysis = CaseAnalysisFactory(case=case, summary=narrative)
    AnalysisAnswerFactory(analysis=analysis, text=narrative)
    sheet = ScaleSheetFactory(case=case, note=narrative, informant=narrative[:40])
    ScaleAnswerFactory(sheet=sheet)
    wrong = ScaleSheetFactory(case=case, total=6, state="corrected")
    standing = ScaleSheetFactory(case=case, total=5, corrects=wrong, why=narrative[:300])
    return {"analysis": analysis, "sheet": sheet, "scored": standing}
