"""The doors of cases."""

from prossimo.accounts.rules import Right
from tests.doors.shape import (
    BOTH,
    DIARY_TEXTS,
    KEEPS_JOINTS,
    OPENS_ARCHIVE,
    POST,
    STAFFS_CASES,
    WROTE_THE_PAGE,
    Door,
    of,
)

JOINT = {"service_id": "joint"}
A_PAGE = {**of("case"), **of("entry")}
A_PLAN = {**of("case"), **of("plan")}
A_GOAL = {**A_PLAN, "what": "a_goal", "line_id": "goal"}
A_RUNNING_GOAL = {**of("case"), "plan_id": "running", "what": "a_goal", "line_id": "running_goal"}
A_REMOVAL = {**of("case"), **of("removal")}
A_PAPER = {**of("case"), **of("document")}
AN_ANALYSIS = {**of("case"), **of("analysis")}
A_SHEET = {**of("case"), **of("sheet")}
A_MEETING = {**of("case"), **of("meeting")}

CASES: dict[str, Door] = {
    "cases:cases": Door(Right.CASE_READ),
    "cases:late": Door(Right.CASE_READ),
    "cases:case_open": Door(Right.CASE_OPEN, of("person"), methods=BOTH),
    "cases:case": Door(Right.CASE_READ, of("case")),
    "cases:case_act": Door(STAFFS_CASES, {**of("case"), "act": "case_act"}, methods=BOTH),
    "cases:entry_new": Door(Right.DIARY_WRITE, of("case"), methods=BOTH),
    "cases:entry": Door(Right.DIARY_READ, A_PAGE),
    "cases:entry_amend": Door(WROTE_THE_PAGE, A_PAGE, methods=BOTH),
    "cases:entry_note": Door(Right.DIARY_WRITE, A_PAGE, methods=(POST,)),
    "cases:joints": Door(Right.NETWORK_READ),
    "cases:joint": Door(Right.NETWORK_READ, JOINT),
    "cases:joint_print": Door(Right.NETWORK_READ, JOINT),
    "cases:joint_new": Door(KEEPS_JOINTS, methods=BOTH),
    "cases:joint_piece": Door(KEEPS_JOINTS, JOINT, methods=BOTH),
    "cases:joint_assign": Door(KEEPS_JOINTS, JOINT, methods=BOTH),
    "cases:joint_end": Door(Right.CASE_ASSIGN, JOINT, methods=BOTH),
    "cases:joint_leave": Door(KEEPS_JOINTS, {**JOINT, **of("assigned")}, methods=BOTH),
    "cases:case_attach": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:case_detach": Door(
        Right.CASE_WRITE, {**of("case"), "row_id": "case_activity"}, methods=BOTH
    ),
    "cases:bodies": Door(Right.CASE_ASSIGN),
    "cases:body_end": Door(Right.CASE_ASSIGN, of("organisation"), methods=BOTH),
    "cases:plans": Door(Right.DIARY_READ, of("case")),
    "cases:plan_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:goal_from_need": Door(
        Right.CASE_WRITE, {**of("case"), "need_id": "case_need"}, methods=BOTH
    ),
    "cases:plan": Door(Right.DIARY_READ, A_PLAN),
    "cases:plan_answers": Door(Right.CASE_WRITE, A_PLAN, methods=BOTH),
    "cases:plan_sign": Door(Right.CASE_WRITE, {**of("case"), "plan_id": "shared"}, methods=BOTH),
    "cases:plan_pact": Door(Right.DIARY_READ, A_PLAN),
    "cases:plan_compare": Door(Right.DIARY_READ, {**A_PLAN, "other_id": "running"}),
    "cases:plan_line_new": Door(Right.CASE_WRITE, {**A_PLAN, "what": "a_goal"}, methods=BOTH),
    "cases:plan_line": Door(Right.CASE_WRITE, A_GOAL, methods=BOTH),
    "cases:plan_line_remove": Door(Right.CASE_WRITE, A_GOAL, methods=BOTH),
    "cases:plan_line_state": Door(Right.CASE_WRITE, A_RUNNING_GOAL, methods=BOTH),
    "cases:plan_move": Door(Right.CASE_WRITE, {**A_PLAN, "move": "plan_move"}, methods=BOTH),
    "cases:member_end": Door(Right.CASE_WRITE, {**of("case"), **of("member")}, methods=BOTH),
    "cases:worker_end": Door(STAFFS_CASES, {**of("case"), **of("worker")}, methods=BOTH),
    "cases:protection": Door(Right.DIARY_READ, of("case")),
    "cases:archive": Door(OPENS_ARCHIVE),
    "cases:term_new": Door(Right.RETENTION_MANAGE, methods=BOTH),
    "cases:archive_act": Door(OPENS_ARCHIVE, {"act": "archive_act"}, methods=BOTH),
    "cases:order_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:order_revoke": Door(Right.CASE_WRITE, {**of("case"), **of("order")}, methods=BOTH),
    "cases:order_asks": Door(Right.CASE_WRITE, {**of("case"), **of("order")}, methods=BOTH),
    "cases:prescription_done": Door(
        Right.CASE_WRITE, {**of("case"), **of("prescription")}, methods=BOTH
    ),
    "cases:removal_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:removal_step": Door(Right.CASE_WRITE, A_REMOVAL, methods=BOTH),
    "cases:step_correct": Door(
        Right.CASE_WRITE, {**A_REMOVAL, "step_id": "removal_step"}, methods=BOTH
    ),
    "cases:removal_end": Door(Right.CASE_WRITE, A_REMOVAL, methods=BOTH),
    "cases:safe_place": Door(Right.CASE_WRITE, A_REMOVAL),
    "cases:meetings": Door(Right.DIARY_READ, of("case")),
    "cases:meeting_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:meeting": Door(Right.DIARY_READ, A_MEETING),
    "cases:meeting_minutes": Door(
        Right.CASE_WRITE, {**of("case"), "meeting_id": "held_meeting"}, methods=BOTH
    ),
    "cases:meeting_goals": Door(
        Right.CASE_WRITE, {**of("case"), "meeting_id": "held_meeting"}, methods=BOTH
    ),
    "cases:meeting_calendar": Door(Right.DIARY_READ, A_MEETING),
    "cases:meeting_act": Door(Right.CASE_WRITE, {**A_MEETING, "act": "meeting_act"}, methods=BOTH),
    "cases:chair_end": Door(Right.CASE_WRITE, {**A_MEETING, **of("chair")}, methods=(POST,)),
    "cases:task_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:task": Door(Right.CASE_WRITE, {**of("case"), "task_id": "case_task"}, methods=BOTH),
    "cases:task_change": Door(
        Right.CASE_WRITE, {**of("case"), "task_id": "case_task"}, methods=BOTH
    ),
    "cases:hear_again": Door(STAFFS_CASES, {"case_id": "closed_case"}, methods=BOTH),
    "cases:need_met": Door(Right.CASE_WRITE, {**of("case"), "need_id": "case_need"}, methods=BOTH),
    "cases:print": Door(Right.CASE_READ, of("case")),
    "cases:transfers": Door(STAFFS_CASES),
    "cases:transfer": Door(STAFFS_CASES, of("transfer"), methods=BOTH),
    "cases:transfer_withdraw": Door(STAFFS_CASES, of("transfer"), methods=BOTH),
    "cases:transfer_new": Door(STAFFS_CASES, of("case"), methods=BOTH),
    "cases:handling": Door(Right.CASE_READ, of("case")),
    "cases:case_package": Door(STAFFS_CASES, of("case")),
    "cases:workload": Door(STAFFS_CASES),
    "cases:workload_assign": Door(Right.CASE_ASSIGN, of("case"), methods=(POST,)),
    "cases:handover": Door(Right.CASE_ASSIGN, {"post_id": "case_post"}, methods=BOTH),
    "cases:handover_print": Door(Right.CASE_ASSIGN, {"post_id": "case_post"}),
    "cases:glass_list": Door(Right.GLASS_REVIEW),
    "cases:glass_review": Door(Right.GLASS_REVIEW, {"opening_id": "glass"}, methods=BOTH),
    "cases:glass_person": Door(Right.CASE_GLASS, of("person"), methods=BOTH),
    "cases:glass_case": Door(Right.CASE_GLASS, {"case_id": "any_case"}, methods=BOTH),
    "cases:note_open": Door(Right.CASE_ASSIGN, of("case"), methods=BOTH),
    # Family and network.
    "cases:network": Door(Right.DIARY_READ, of("case")),
    "cases:household": Door(Right.CASE_WRITE, {"case_id": "changed_case"}, methods=BOTH),
    "cases:tie_new": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:tie_end": Door(Right.CASE_WRITE, {**of("case"), "tie_id": "case_tie"}, methods=BOTH),
    "cases:diary_search": Door(Right.DIARY_READ, query="q=CANARINO"),
    "cases:templates": Door(DIARY_TEXTS),
    "cases:template_new": Door(Right.CASE_ASSIGN, methods=BOTH),
    "cases:template_change": Door(Right.CASE_ASSIGN, of("template"), methods=BOTH),
    "cases:template_end": Door(Right.CASE_ASSIGN, of("template"), methods=BOTH),
    "cases:copy_review": Door(Right.CASE_WRITE, of("case"), methods=BOTH),
    "cases:papers": Door(Right.DIARY_READ, of("case")),
    "cases:papers_new": Door(Right.DIARY_WRITE, of("case"), methods=BOTH),
    "cases:document": Door(Right.DIARY_READ, A_PAPER),
    "cases:document_file": Door(Right.DIARY_READ, A_PAPER),
    "cases:document_change": Door(Right.CASE_WRITE, A_PAPER, methods=BOTH),
    "cases:document_withdraw": Door(Right.CASE_WRITE, A_PAPER, methods=BOTH),
    # Analyses and scales.
    "cases:analysis": Door(Right.DIARY_READ, of("case")),
    "cases:analysis_begin": Door(Right.CASE_WRITE, {**of("case"), "form": "form"}, (POST,)),
    "cases:analysis_detail": Door(Right.DIARY_READ, AN_ANALYSIS),
    "cases:analysis_page": Door(Right.CASE_WRITE, {**AN_ANALYSIS, "slug": "page"}, BOTH),
    "cases:analysis_complete": Door(Right.CASE_WRITE, AN_ANALYSIS, BOTH),
    "cases:analysis_drop": Door(Right.CASE_WRITE, AN_ANALYSIS, (POST,)),
    "cases:analysis_paper": Door(Right.DIARY_READ, AN_ANALYSIS),
    "cases:scale_new": Door(Right.CASE_WRITE, {**of("case"), "scale": "scale"}, BOTH),
    "cases:scale": Door(Right.DIARY_READ, A_SHEET),
    "cases:scale_edit": Door(Right.CASE_WRITE, A_SHEET, BOTH),
    "cases:scale_correct": Door(
        Right.CASE_WRITE, {**of("case"), "sheet_id": "scored"}, methods=BOTH
    ),
    "cases:scale_drop": Door(Right.CASE_WRITE, A_SHEET, (POST,)),
    "cases:scale_paper": Door(Right.DIARY_READ, A_SHEET),
    "cases:scale_series": Door(Right.DIARY_READ, A_SHEET),
}
