"""Every address of the product and what it asks of who knocks: the table of the role matrix.

A new address that is not in the table makes the suite fail (`tests/test_role_matrix.py`).
"""

from dataclasses import dataclass, field

from prossimo.accounts.rules import Right

PUBLIC = "public"  # anyone, without logging in
SIGNED_IN = "signed in"  # any member of staff, whatever the role
JOURNAL_OR_STAFF = "journal or staff"  # who keeps the roles, and who checks them
READS_OR_KEEPS_REASONS = "reads contacts, or keeps the vocabulary"
AUTHOR = "author"  # whoever wrote the record
AUTHOR_OR_AMEND = "author or who amends"
ASKS_OR_APPROVES = "asks to open what is sealed, or approves it"
CAMPAIGNS_OF_ALL = "reads the log of campaigns; who keeps all of it corrects"

SERVES_OR_KEEPS_DESKS = "serves the queue, or keeps the desks"
IMPORTS_OR_APPROVES = "brings the registry; who only approves reads"

WRITES_OR_MANAGES_AGENDA = "keeps an agenda, or everybody's"
CATALOGUE = "reads the catalogue, or keeps it"
SETTLES_UNMET = "keeps the register of needs in the whole ambito"
HEARS_OR_PLANS = "hears needs that nothing answers, or plans for them"

OPENS_ARCHIVE = "keeps the archive of cases, or approves what is disposed of"
STAFFS_CASES = "follows the case, or assigns cases"
DIARY_TEXTS = "writes in diaries, or keeps the texts they begin from"
KEEPS_JOINTS = "assigns cases, or keeps the network"
WROTE_THE_PAGE = "wrote the page of diary"

GET, POST = "GET", "POST"


@dataclass(frozen=True)
class Door:
    """One address: the right it asks, the objects in its path, the methods it answers."""

    asks: Right | str
    path: dict[str, str] = field(default_factory=dict)  # path argument → name in the world
    methods: tuple[str, ...] = (GET,)
    query: str = ""


def of(thing: str) -> dict[str, str]:
    return {f"{thing}_id": thing}


KEY = {"key": "indicator"}
A_TIE = {"person_id": "person", "kind": "ties", "part_id": "tie"}
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
AN_ADDRESS = {**of("person"), **of("address")}
STAFF = Right.STAFF_MANAGE
BOTH = (GET, POST)

DOORS: dict[str, Door] = {
    # the roof
    "web:front_door": Door(SIGNED_IN),
    "web:today": Door(SIGNED_IN),
    "web:search": Door(SIGNED_IN, query="q=CANARINO"),
    "web:public_accessibility": Door(PUBLIC),
    "web:public_privacy": Door(PUBLIC),
    "web:public_language": Door(PUBLIC, methods=(POST,)),
    # entering
    "account_login": Door(PUBLIC, methods=BOTH),
    "account_logout": Door(PUBLIC, methods=BOTH),
    "account_inactive": Door(PUBLIC),
    "account_reauthenticate": Door(SIGNED_IN, methods=BOTH),
    "account_change_password": Door(SIGNED_IN, methods=BOTH),
    "account_set_password": Door(SIGNED_IN, methods=BOTH),
    "account_reset_password": Door(PUBLIC, methods=BOTH),
    "account_reset_password_done": Door(PUBLIC),
    "account_reset_password_from_key_done": Door(PUBLIC),
    "account_reset_password_from_key": Door(PUBLIC, {"uidb36": "one", "key": "one"}, methods=BOTH),
    "mfa_authenticate": Door(PUBLIC, methods=BOTH),
    "mfa_login_webauthn": Door(PUBLIC, methods=BOTH),
    "mfa_reauthenticate": Door(SIGNED_IN, methods=BOTH),
    "mfa_reauthenticate_webauthn": Door(SIGNED_IN, methods=BOTH),
    "mfa_index": Door(SIGNED_IN),
    "mfa_activate_totp": Door(SIGNED_IN, methods=BOTH),
    "mfa_deactivate_totp": Door(SIGNED_IN, methods=BOTH),
    "mfa_view_recovery_codes": Door(SIGNED_IN, methods=BOTH),
    "mfa_generate_recovery_codes": Door(SIGNED_IN, methods=BOTH),
    "mfa_list_webauthn": Door(SIGNED_IN),
    "mfa_add_webauthn": Door(SIGNED_IN, methods=BOTH),
    "mfa_edit_webauthn": Door(SIGNED_IN, {"pk": "nothing"}, methods=BOTH),
    "mfa_remove_webauthn": Door(SIGNED_IN, {"pk": "nothing"}, methods=BOTH),
    # accounts
    "accounts:switch": Door(SIGNED_IN, methods=BOTH),
    "accounts:profile": Door(SIGNED_IN, methods=BOTH),
    "accounts:end_session": Door(SIGNED_IN, methods=(POST,)),
    "accounts:purpose": Door(SIGNED_IN, methods=BOTH),
    "accounts:draft": Door(SIGNED_IN, methods=(POST,)),
    "accounts:staff": Door(STAFF),
    "accounts:staff_new": Door(STAFF, methods=BOTH),
    "accounts:post_edit": Door(STAFF, of("post"), methods=BOTH),
    "accounts:post_end": Door(STAFF, of("post"), methods=BOTH),
    "accounts:staff_detail": Door(STAFF, of("user")),
    "accounts:staff_edit": Door(STAFF, of("user"), methods=BOTH),
    "accounts:staff_suspend": Door(STAFF, of("user"), methods=BOTH),
    "accounts:staff_readmit": Door(STAFF, of("user"), methods=BOTH),
    "accounts:staff_link": Door(STAFF, of("user"), methods=BOTH),
    "accounts:staff_reset_factor": Door(STAFF, of("user"), methods=BOTH),
    "accounts:post_new": Door(STAFF, of("user"), methods=BOTH),
    "accounts:roles": Door(JOURNAL_OR_STAFF),
    "accounts:journal": Door(Right.JOURNAL_READ),
    "accounts:who_opened": Door(Right.JOURNAL_READ),
    "accounts:journal_line": Door(Right.JOURNAL_READ, of("line")),
    "accounts:deliveries": Door(STAFF),
    "accounts:delivery_retry": Door(STAFF, of("message"), methods=(POST,)),
    # citizens
    "citizens:people": Door(Right.PERSON_READ, query="q=CANARINO"),
    "citizens:person_suggest": Door(Right.PERSON_READ, query="q=CANARINO"),
    "citizens:place_suggest": Door(Right.PERSON_WRITE, query="q=berg"),
    "citizens:person_new": Door(Right.PERSON_WRITE, methods=BOTH),
    "citizens:person_alike": Door(Right.PERSON_WRITE, methods=(POST,)),
    "citizens:household": Door(Right.PERSON_READ, of("household")),
    "citizens:doubles": Door(Right.PERSON_MERGE),
    "citizens:doubles_look": Door(Right.PERSON_MERGE, methods=(POST,)),
    "citizens:doubles_progress": Door(Right.PERSON_MERGE),
    "citizens:doubles_pair": Door(Right.PERSON_MERGE, of("pair")),
    "citizens:doubles_different": Door(Right.PERSON_MERGE, of("pair"), methods=(POST,)),
    "citizens:doubles_reopen": Door(Right.PERSON_MERGE, of("pair"), methods=(POST,)),
    "citizens:doubles_merge": Door(Right.PERSON_MERGE, of("pair"), methods=BOTH),
    "citizens:doubles_report": Door(Right.PERSON_MERGE, of("person"), methods=BOTH),
    "citizens:merge": Door(Right.PERSON_READ, of("merge")),
    "citizens:merge_split": Door(Right.PERSON_MERGE, of("merge"), methods=BOTH),
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
    # Family and network.
    "cases:network": Door(Right.DIARY_READ, of("case")),
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
    "cases:scale_drop": Door(Right.CASE_WRITE, A_SHEET, (POST,)),
    "cases:scale_paper": Door(Right.DIARY_READ, A_SHEET),
    "cases:scale_series": Door(Right.DIARY_READ, A_SHEET),
    "citizens:person": Door(Right.PERSON_READ, of("person")),
    "citizens:person_details": Door(Right.PERSON_READ, of("person")),
    "citizens:person_history": Door(Right.PERSON_READ, of("person")),
    "citizens:person_print": Door(Right.PERSON_READ, of("person")),
    "citizens:person_edit": Door(Right.PERSON_WRITE, of("person"), methods=BOTH),
    "citizens:tasks": Door(Right.PERSON_WRITE),
    "citizens:task_close": Door(Right.PERSON_WRITE, of("task"), methods=(POST,)),
    "citizens:person_copy": Door(Right.PERSON_COPY, of("person")),
    "citizens:person_family": Door(Right.PERSON_READ, of("person")),
    "citizens:person_means": Door(Right.ECONOMY_READ, of("person")),
    "citizens:isee_ask": Door(Right.ECONOMY_WRITE, of("person"), methods=BOTH),
    "citizens:isee_told": Door(Right.ECONOMY_WRITE, of("person"), methods=BOTH),
    "citizens:part_new": Door(Right.PERSON_WRITE, {**of("person"), "kind": "ties"}, methods=BOTH),
    "citizens:part_edit": Door(Right.PERSON_WRITE, A_TIE, methods=BOTH),
    "citizens:tie_seal": Door(Right.SEAL_OPEN, {**of("person"), "part_id": "tie"}, methods=BOTH),
    "citizens:part_remove": Door(Right.PERSON_WRITE, A_TIE, methods=BOTH),
    "citizens:place_found": Door(Right.PERSON_WRITE, methods=(POST,)),
    "citizens:citizenships": Door(Right.PERSON_WRITE, of("person"), methods=BOTH),
    "citizens:death": Door(Right.PERSON_WRITE, of("person"), methods=BOTH),
    "citizens:address_new": Door(Right.PERSON_WRITE, of("person"), methods=BOTH),
    "citizens:address_edit": Door(Right.PERSON_WRITE, AN_ADDRESS, methods=BOTH),
    "citizens:address_seal": Door(Right.SEAL_OPEN, AN_ADDRESS, methods=BOTH),
    "citizens:residence_seal": Door(Right.SEAL_OPEN, of("person"), methods=BOTH),
    "citizens:adoption": Door(Right.SEAL_OPEN, of("person"), methods=BOTH),
    "citizens:opening_new": Door(Right.SEAL_OPEN, of("person"), methods=BOTH),
    "citizens:openings": Door(ASKS_OR_APPROVES),
    "citizens:opening": Door(Right.SEAL_APPROVE, of("opening"), methods=BOTH),
    "citizens:opening_left": Door(AUTHOR, of("opening")),
    "citizens:opening_end": Door(AUTHOR, of("opening"), methods=(POST,)),
    "citizens:address_unseal": Door(AUTHOR, {**of("opening"), **of("address")}, methods=(POST,)),
    "citizens:registry": Door(IMPORTS_OR_APPROVES, methods=BOTH),
    "citizens:registry_example": Door(Right.REGISTRY_APPROVE),
    "citizens:registry_news": Door(IMPORTS_OR_APPROVES, methods=BOTH),
    "citizens:registry_batch": Door(Right.REGISTRY_APPROVE, of("batch")),
    "citizens:registry_columns": Door(Right.REGISTRY_IMPORT, of("batch"), methods=BOTH),
    "citizens:registry_progress": Door(Right.REGISTRY_APPROVE, of("batch")),
    "citizens:registry_approve": Door(Right.REGISTRY_APPROVE, of("batch"), methods=(POST,)),
    "citizens:registry_undo": Door(Right.REGISTRY_APPROVE, of("batch"), methods=(POST,)),
    "citizens:registry_drop": Door(Right.REGISTRY_IMPORT, of("batch"), methods=(POST,)),
    # access
    "access:contacts": Door(Right.CONTACT_READ),
    "access:contact_new": Door(Right.CONTACT_WRITE, methods=BOTH),
    "access:contact": Door(Right.CONTACT_READ, of("contact")),
    "access:contact_move": Door(
        Right.PERSON_MERGE, {**of("contact"), **of("merge")}, methods=(POST,)
    ),
    "access:contact_edit": Door(AUTHOR_OR_AMEND, of("contact"), methods=BOTH),
    "access:private_note": Door(AUTHOR, of("contact"), methods=(POST,)),
    "access:orientations": Door(Right.ORIENTATION_READ),
    "access:orientation_new": Door(Right.ORIENTATION_WRITE, methods=BOTH),
    "access:orientation": Door(Right.ORIENTATION_READ, of("orientation")),
    "access:orientation_move": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=(POST,)),
    "access:orientation_triage": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=BOTH),
    "access:orientation_step": Door(
        Right.ORIENTATION_WRITE, {**of("orientation"), "step": "outcome"}, methods=BOTH
    ),
    "access:need_add": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=(POST,)),
    "access:need_drop": Door(
        Right.ORIENTATION_WRITE, {**of("orientation"), "need_id": "assessed"}, methods=(POST,)
    ),
    "access:note_add": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=(POST,)),
    "access:accompaniment": Door(
        Right.ORIENTATION_WRITE, {**of("orientation"), **of("accompaniment")}, methods=(POST,)
    ),
    "access:direct_new": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=BOTH),
    "access:proposal_new": Door(Right.ORIENTATION_WRITE, of("orientation"), methods=BOTH),
    "access:direct_services": Door(Right.DIRECT_READ),
    "access:direct_waiting": Door(Right.DIRECT_READ),
    "access:direct": Door(Right.DIRECT_READ, of("direct")),
    "access:direct_move": Door(
        Right.DIRECT_WRITE, {**of("direct"), "move": "direct_move"}, methods=BOTH
    ),
    "access:proposals": Door(Right.PROPOSAL_READ),
    "access:proposal": Door(Right.PROPOSAL_READ, of("proposal")),
    "access:proposal_decide": Door(Right.PROPOSAL_DECIDE, of("proposal"), methods=(POST,)),
    "access:proposal_reassign": Door(Right.ALLOCATION_MANAGE, of("proposal"), methods=(POST,)),
    "access:allocation": Door(Right.ALLOCATION_MANAGE),
    "access:rule_new": Door(Right.ALLOCATION_MANAGE, methods=BOTH),
    "access:rule": Door(Right.ALLOCATION_MANAGE, of("rule"), methods=BOTH),
    "access:unmet_needs": Door(HEARS_OR_PLANS),
    "access:unmet": Door(HEARS_OR_PLANS, of("unmet")),
    "access:unmet_settle": Door(SETTLES_UNMET, of("unmet"), methods=(POST,)),
    "access:unmet_new": Door(Right.UNMET_WRITE, methods=BOTH),
    "access:unmet_to_classify": Door(Right.UNMET_WRITE),
    "access:contact_classify": Door(Right.UNMET_WRITE, of("contact"), methods=BOTH),
    "access:reviews": Door(Right.CONTACT_REVIEW),
    "access:review": Door(Right.CONTACT_READ, of("review")),
    "access:review_see": Door(Right.CONTACT_REVIEW, of("review"), methods=(POST,)),
    "access:review_comment": Door(Right.CONTACT_REVIEW, of("review"), methods=(POST,)),
    "access:review_answer": Door(AUTHOR, of("review"), methods=(POST,)),
    "access:review_take": Door(Right.CONTACT_REVIEW, of("review"), methods=(POST,)),
    "access:desks": Door(SIGNED_IN),
    "access:desk_new": Door(Right.DESK_MANAGE, methods=BOTH),
    "access:desk": Door(SIGNED_IN, of("desk")),
    "access:desk_edit": Door(Right.DESK_MANAGE, of("desk"), methods=BOTH),
    "access:desk_hours": Door(Right.DESK_MANAGE, of("desk"), methods=BOTH),
    "access:duty_new": Door(Right.DESK_MANAGE, of("desk"), methods=(POST,)),
    "access:duty_end": Door(Right.DESK_MANAGE, {**of("desk"), **of("duty")}, methods=(POST,)),
    "access:desk_close": Door(Right.DESK_MANAGE, of("desk"), methods=BOTH),
    "access:desk_reopen": Door(Right.DESK_MANAGE, of("desk"), methods=(POST,)),
    "access:referrals": Door(Right.REFERRAL_READ),
    "access:referral_new": Door(Right.REFERRAL_SEND, methods=BOTH),
    "access:referral": Door(Right.REFERRAL_READ, of("referral")),
    "access:referral_answer": Door(Right.REFERRAL_ANSWER, of("referral"), methods=(POST,)),
    "access:referral_supply": Door(Right.REFERRAL_SEND, of("referral"), methods=(POST,)),
    "access:referral_withdraw": Door(Right.REFERRAL_SEND, of("referral"), methods=(POST,)),
    "access:referral_remind": Door(Right.REFERRAL_SEND, of("referral"), methods=(POST,)),
    "access:referral_new_link": Door(Right.REFERRAL_SEND, of("referral"), methods=(POST,)),
    "access:referral_seen": Door(Right.REFERRAL_SEND, of("referral"), methods=(POST,)),
    "access:referral_link": Door(PUBLIC, {"signed": "signed"}),
    "access:referral_link_open": Door(PUBLIC, {"signed": "signed"}, methods=(POST,)),
    "access:referral_link_answer": Door(PUBLIC, {"signed": "signed"}, methods=(POST,)),
    "access:referral_link_again": Door(PUBLIC, {"signed": "signed"}, methods=(POST,)),
    # catalogue
    "catalogue:services": Door(Right.CATALOGUE_READ, query="q=CANARINO"),
    "catalogue:beside": Door(Right.CATALOGUE_READ, methods=(POST,)),
    "catalogue:service_new": Door(Right.CATALOGUE_MANAGE, methods=BOTH),
    "catalogue:needs": Door(CATALOGUE, methods=BOTH),
    "catalogue:need_close": Door(Right.CATALOGUE_MANAGE, of("need"), methods=(POST,)),
    "catalogue:service": Door(Right.CATALOGUE_READ, of("service")),
    "catalogue:service_qr": Door(Right.CATALOGUE_READ, of("service")),
    "catalogue:service_edit": Door(Right.CATALOGUE_MANAGE, of("service"), methods=BOTH),
    "catalogue:service_verify": Door(Right.CATALOGUE_MANAGE, of("service"), methods=(POST,)),
    "catalogue:service_close": Door(Right.CATALOGUE_MANAGE, of("service"), methods=BOTH),
    "catalogue:service_reopen": Door(Right.CATALOGUE_MANAGE, of("service"), methods=(POST,)),
    "access:reasons": Door(READS_OR_KEEPS_REASONS, methods=BOTH),
    "access:reason": Door(Right.DESK_MANAGE, of("reason"), methods=BOTH),
    # the agenda
    "access:agenda": Door(Right.AGENDA_READ),
    "access:appointment_new": Door(Right.AGENDA_WRITE, methods=BOTH),
    "access:agenda_alone": Door(Right.AGENDA_MANAGE),
    "access:openings": Door(Right.AGENDA_MANAGE),
    "access:opening_new": Door(Right.AGENDA_MANAGE, methods=BOTH),
    "access:opening": Door(Right.AGENDA_MANAGE, {"opening_id": "opening_hours"}, methods=BOTH),
    "access:exception_new": Door(
        Right.AGENDA_MANAGE, {"opening_id": "opening_hours"}, methods=(POST,)
    ),
    "access:exception_remove": Door(
        Right.AGENDA_MANAGE,
        {"opening_id": "opening_hours", "exception_id": "exception"},
        methods=(POST,),
    ),
    "access:motives": Door(Right.AGENDA_MANAGE),
    "access:motive_new": Door(Right.AGENDA_MANAGE, methods=BOTH),
    "access:motive": Door(Right.AGENDA_MANAGE, of("motive"), methods=BOTH),
    "access:absences": Door(WRITES_OR_MANAGES_AGENDA, methods=BOTH),
    "access:absence_remove": Door(Right.AGENDA_MANAGE, of("absence"), methods=(POST,)),
    "access:closures": Door(Right.AGENDA_MANAGE, methods=BOTH),
    "access:closure_remove": Door(Right.AGENDA_MANAGE, of("closure"), methods=(POST,)),
    "access:feed": Door(Right.AGENDA_READ, methods=BOTH),
    "access:feed_file": Door(PUBLIC, {"signed": "feed_link"}),
    "access:appointment": Door(Right.AGENDA_READ, of("appointment")),
    "access:appointment_move": Door(Right.AGENDA_WRITE, of("appointment"), methods=BOTH),
    "access:appointment_cancel": Door(Right.AGENDA_WRITE, of("appointment"), methods=BOTH),
    "access:appointment_step": Door(Right.AGENDA_WRITE, of("appointment"), methods=(POST,)),
    # the citizens' door: booking
    "portal:start": Door(PUBLIC),
    "portal:hours": Door(PUBLIC, of("motive")),
    "portal:details": Door(PUBLIC, of("motive"), methods=BOTH),
    "portal:code": Door(PUBLIC, {"signed": "booking_link"}, methods=BOTH),
    "portal:appointment": Door(PUBLIC, {"signed": "booking_link"}),
    "portal:move": Door(PUBLIC, {"signed": "booking_link"}, methods=BOTH),
    "portal:cancel": Door(PUBLIC, {"signed": "booking_link"}, methods=BOTH),
    "portal:earlier": Door(PUBLIC, {"signed": "booking_link"}, methods=(POST,)),
    "portal:answer": Door(PUBLIC, {"signed": "booking_link"}, methods=(POST,)),
    "portal:arrived": Door(PUBLIC, {"signed": "booking_link"}, methods=(POST,)),
    "portal:ics": Door(PUBLIC, {"signed": "booking_link"}),
    # the queue
    "access:queue": Door(Right.QUEUE_READ, of("desk")),
    "access:queue_next": Door(Right.QUEUE_SERVE, of("desk"), methods=(POST,)),
    "access:check_in": Door(Right.QUEUE_SERVE, of("desk"), methods=BOTH),
    "access:counter": Door(Right.QUEUE_SERVE, of("desk"), methods=(POST,)),
    "access:queue_close": Door(Right.QUEUE_SERVE, of("desk"), methods=BOTH),
    "access:queue_reopen": Door(Right.QUEUE_SERVE, of("desk"), methods=(POST,)),
    "access:queue_links": Door(SERVES_OR_KEEPS_DESKS, of("desk")),
    "access:queue_revoke": Door(Right.DESK_MANAGE, of("desk"), methods=BOTH),
    "access:ticket_move": Door(Right.QUEUE_SERVE, of("ticket"), methods=(POST,)),
    "access:kiosk": Door(PUBLIC, {"word": "kiosk"}, methods=BOTH),
    "access:kiosk_arrival": Door(PUBLIC, {"word": "kiosk"}, methods=BOTH),
    "access:board": Door(PUBLIC, {"word": "board"}),
    "access:board_now": Door(PUBLIC, {"word": "board"}),
    "access:door_short": Door(PUBLIC, {"code": "door_code"}),
    "access:phone": Door(PUBLIC, {"word": "phone"}, methods=BOTH),
    "access:phone_arrival": Door(PUBLIC, {"word": "phone"}, methods=BOTH),
    "access:phone_now": Door(PUBLIC, {"word": "phone"}),
    "access:phone_leave": Door(PUBLIC, {"word": "phone"}, methods=(POST,)),
    # in the street
    "access:outreach": Door(PUBLIC),
    "access:outreach_worker": Door(PUBLIC),
    "access:outreach_state": Door(PUBLIC),
    "access:outreach_phone": Door(Right.CONTACT_WRITE, methods=(POST,)),
    "access:outreach_phone_revoke": Door(AUTHOR, {"phone_id": "telephone"}, methods=(POST,)),
    "access:outreach_send": Door(PUBLIC, methods=(POST,)),
    "access:parcels": Door(Right.CONTACT_WRITE),
    "access:parcel": Door(AUTHOR, {"parcel_id": "parcel"}, methods=BOTH),
    "access:late_parcels": Door(Right.CONTACT_REVIEW),
    "access:late_parcel": Door(Right.CONTACT_REVIEW, {"parcel_id": "late"}, methods=BOTH),
    # rotas and campaigns
    "access:rota": Door(Right.ROTA_READ),
    "access:rota_generate": Door(Right.ROTA_MANAGE, methods=(POST,)),
    "access:rota_copy": Door(Right.ROTA_MANAGE, methods=(POST,)),
    "access:shift_new": Door(Right.ROTA_MANAGE, methods=BOTH),
    "access:pattern_new": Door(Right.ROTA_MANAGE, methods=BOTH),
    "access:pattern_end": Door(Right.ROTA_MANAGE, of("pattern"), methods=BOTH),
    "access:shift": Door(Right.ROTA_READ, of("shift")),
    "access:shift_move": Door(Right.ROTA_READ, of("shift"), methods=(POST,)),
    "access:shift_hours": Door(Right.ROTA_MANAGE, of("shift"), methods=BOTH),
    "access:campaigns": Door(Right.CAMPAIGN_READ),
    "access:campaign_new": Door(Right.CAMPAIGN_WRITE, methods=BOTH),
    "access:campaign_edit": Door(CAMPAIGNS_OF_ALL, of("campaign"), methods=BOTH),
    # territory and network
    "territory:ambito": Door(Right.TERRITORY_READ),
    "territory:municipality": Door(Right.TERRITORY_READ, {"municipality_id": "town"}),
    "territory:neighbourhood": Door(Right.TERRITORY_READ, {"neighbourhood_id": "quarter"}),
    "territory:boundary_upload": Door(Right.TERRITORY_MANAGE, methods=BOTH),
    "territory:boundary_import": Door(Right.TERRITORY_MANAGE, of("import")),
    "territory:boundary_apply": Door(Right.TERRITORY_MANAGE, of("import"), methods=(POST,)),
    "territory:residents_upload": Door(Right.TERRITORY_MANAGE, methods=BOTH),
    "territory:street_upload": Door(Right.TERRITORY_MANAGE, methods=BOTH),
    "network:list": Door(Right.NETWORK_READ),
    "network:organisation_new": Door(Right.NETWORK_MANAGE, methods=BOTH),
    "network:organisation": Door(Right.NETWORK_READ, of("organisation")),
    "network:organisation_edit": Door(Right.NETWORK_MANAGE, of("organisation"), methods=BOTH),
    # observatory
    "observatory:index": Door(Right.OBSERVATORY_READ),
    "observatory:access": Door(Right.OBSERVATORY_READ),
    "observatory:people": Door(Right.OBSERVATORY_READ),
    "observatory:quality": Door(Right.OBSERVATORY_READ),
    "observatory:queue": Door(Right.OBSERVATORY_READ),
    "observatory:way": Door(Right.OBSERVATORY_READ),
    "observatory:cases": Door(Right.OBSERVATORY_READ),
    "observatory:refresh": Door(Right.OBSERVATORY_REFRESH, methods=(POST,)),
    "observatory:freshness": Door(Right.OBSERVATORY_READ),
    "observatory:indicator_json": Door(Right.OBSERVATORY_READ, KEY),
    "observatory:indicator": Door(Right.OBSERVATORY_READ, KEY),
    "observatory:chart": Door(Right.OBSERVATORY_READ, KEY),
    "observatory:records": Door(Right.OBSERVATORY_DRILL, KEY),
    # components
    "ui:components": Door(SIGNED_IN),
    "ui:component_search": Door(SIGNED_IN, query="q=ro"),
    "ui:component_edit": Door(SIGNED_IN),
    "ui:component_confirm": Door(SIGNED_IN, methods=BOTH),
    "ui:component_conflict": Door(SIGNED_IN),
}
