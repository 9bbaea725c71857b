"""Addresses of cases."""

from django.urls import path

from prossimo.cases.views import (
    acts,
    analysis,
    bodies,
    cases,
    copies,
    diary,
    diary_search,
    glass,
    household,
    joint,
    joint_paper,
    late,
    meeting_acts,
    meetings,
    monitoring,
    note_access,
    pacts,
    paper,
    papers,
    plan_lines,
    plans,
    protection,
    retention,
    scales,
    tasks,
    templates,
    ties,
    transfers,
    workload,
)

app_name = "cases"
urlpatterns = [
    path("cartelle/", cases.case_list, name="cases"),
    path("cartelle/in-ritardo/", late.late_list, name="late"),
    path("cartelle/apri/<uuid:person_id>/", cases.case_open, name="case_open"),
    path("cartelle/<uuid:case_id>/", glass.or_emergency(cases.case_detail), name="case"),
    path("cartelle/<uuid:case_id>/diario/", diary.entry_new, name="entry_new"),
    path("cartelle/<uuid:case_id>/diario/<uuid:entry_id>/", diary.entry_detail, name="entry"),
    path(
        "cartelle/<uuid:case_id>/diario/<uuid:entry_id>/correggi/",
        diary.entry_amend,
        name="entry_amend",
    ),
    path(
        "cartelle/<uuid:case_id>/diario/<uuid:entry_id>/annotazione/",
        diary.entry_note,
        name="entry_note",
    ),
    # services run together with other bodies
    path("servizi-coprogettati/", joint.joint_list, name="joints"),
    path("servizi-coprogettati/nuovo/", joint.joint_new, name="joint_new"),
    path("servizi-coprogettati/<uuid:service_id>/", joint.joint_detail, name="joint"),
    path(
        "servizi-coprogettati/<uuid:service_id>/stampa/",
        joint_paper.joint_print,
        name="joint_print",
    ),
    path("servizi-coprogettati/<uuid:service_id>/parti/", joint.joint_piece, name="joint_piece"),
    path(
        "servizi-coprogettati/<uuid:service_id>/assegna/", joint.joint_assign, name="joint_assign"
    ),
    path("servizi-coprogettati/<uuid:service_id>/fine/", joint.joint_end, name="joint_end"),
    path(
        "servizi-coprogettati/<uuid:service_id>/assegnati/<uuid:assigned_id>/",
        joint.joint_leave,
        name="joint_leave",
    ),
    path("cartelle/<uuid:case_id>/coprogettazione/", joint.case_attach, name="case_attach"),
    path(
        "cartelle/<uuid:case_id>/coprogettazione/<uuid:row_id>/",
        joint.case_detach,
        name="case_detach",
    ),
    # the bodies that follow cases
    path("cartelle/enti/", bodies.body_list, name="bodies"),
    path("cartelle/enti/<uuid:organisation_id>/", bodies.body_end, name="body_end"),
    path("cartelle/<uuid:case_id>/persone/<uuid:member_id>/", acts.member_end, name="member_end"),
    path("cartelle/<uuid:case_id>/operatori/<uuid:worker_id>/", acts.worker_end, name="worker_end"),
    path("cartelle/<uuid:case_id>/bisogni/<uuid:need_id>/", acts.need_met, name="need_met"),
    path("cartelle/<uuid:case_id>/stampa/", paper.case_print, name="print"),
    # Family and network.
    path("cartelle/<uuid:case_id>/rete/", ties.network, name="network"),
    path("cartelle/<uuid:case_id>/rete/nuovo/", ties.tie_new, name="tie_new"),
    path("cartelle/<uuid:case_id>/rete/<uuid:tie_id>/", ties.tie_end, name="tie_end"),
    # retention
    path("conservazione/", retention.archive, name="archive"),
    path("conservazione/termini/nuovo/", retention.term_new, name="term_new"),
    path("conservazione/<slug:act>/", retention.archive_act, name="archive_act"),
    # protection
    path("cartelle/<uuid:case_id>/tutela/", protection.protection, name="protection"),
    path("cartelle/<uuid:case_id>/tutela/ordini/", protection.order_new, name="order_new"),
    path(
        "cartelle/<uuid:case_id>/tutela/ordini/<uuid:order_id>/revoca/",
        protection.order_revoke,
        name="order_revoke",
    ),
    path(
        "cartelle/<uuid:case_id>/tutela/ordini/<uuid:order_id>/chiede/",
        protection.order_asks,
        name="order_asks",
    ),
    path(
        "cartelle/<uuid:case_id>/tutela/chieste/<uuid:prescription_id>/",
        protection.prescription_done,
        name="prescription_done",
    ),
    path("cartelle/<uuid:case_id>/tutela/403/", protection.removal_new, name="removal_new"),
    path(
        "cartelle/<uuid:case_id>/tutela/403/<uuid:removal_id>/atto/",
        protection.removal_step,
        name="removal_step",
    ),
    path(
        "cartelle/<uuid:case_id>/tutela/403/<uuid:removal_id>/atti/<uuid:step_id>/",
        protection.step_correct,
        name="step_correct",
    ),
    path(
        "cartelle/<uuid:case_id>/tutela/403/<uuid:removal_id>/conclusione/",
        protection.removal_end,
        name="removal_end",
    ),
    path(
        "cartelle/<uuid:case_id>/tutela/403/<uuid:removal_id>/luogo/",
        protection.safe_place,
        name="safe_place",
    ),
    # Looking in the diary, and the texts it begins from.
    path("cartelle/diario/", diary_search.diary_search, name="diary_search"),
    path("cartelle/modelli/", templates.templates, name="templates"),
    path("cartelle/modelli/nuovo/", templates.template_new, name="template_new"),
    path("cartelle/modelli/<uuid:template_id>/", templates.template_change, name="template_change"),
    path("cartelle/modelli/<uuid:template_id>/fine/", templates.template_end, name="template_end"),
    # The copy that a person gets.
    path("cartelle/<uuid:case_id>/copia/", copies.copy_review, name="copy_review"),
    # Documents.
    path("cartelle/<uuid:case_id>/documenti/", papers.papers, name="papers"),
    path("cartelle/<uuid:case_id>/documenti/aggiungi/", papers.papers_new, name="papers_new"),
    path("cartelle/<uuid:case_id>/documenti/<uuid:document_id>/", papers.paper, name="document"),
    path(
        "cartelle/<uuid:case_id>/documenti/<uuid:document_id>/scarica/",
        papers.paper_file,
        name="document_file",
    ),
    path(
        "cartelle/<uuid:case_id>/documenti/<uuid:document_id>/correggi/",
        papers.paper_change,
        name="document_change",
    ),
    path(
        "cartelle/<uuid:case_id>/documenti/<uuid:document_id>/ritira/",
        papers.paper_withdraw,
        name="document_withdraw",
    ),
    # from hand to hand
    path("cartelle/passaggi/", transfers.transfer_list, name="transfers"),
    path("cartelle/passaggi/<uuid:transfer_id>/", transfers.transfer, name="transfer"),
    path(
        "cartelle/passaggi/<uuid:transfer_id>/ritira/",
        transfers.transfer_withdraw,
        name="transfer_withdraw",
    ),
    path("cartelle/<uuid:case_id>/passa/", transfers.transfer_new, name="transfer_new"),
    path("cartelle/<uuid:case_id>/chi-la-segue/", transfers.handling, name="handling"),
    path("cartelle/<uuid:case_id>/fascicolo/", transfers.case_package, name="case_package"),
    # who carries what
    path("carichi/", workload.workload, name="workload"),
    path("carichi/<uuid:case_id>/assegna/", workload.workload_assign, name="workload_assign"),
    path("carichi/consegne/<uuid:post_id>/", workload.handover, name="handover"),
    path("carichi/consegne/<uuid:post_id>/stampa/", workload.handover_print, name="handover_print"),
    # in an emergency
    path("cartelle/emergenze/", glass.glass_list, name="glass_list"),
    path("cartelle/emergenze/<uuid:opening_id>/", glass.glass_review, name="glass_review"),
    path("cartelle/emergenza/<uuid:person_id>/", glass.glass_person, name="glass_person"),
    path("cartelle/<uuid:case_id>/emergenza/", glass.glass_case, name="glass_case"),
    # The project.
    path("cartelle/<uuid:case_id>/progetto/", plans.plan_tab, name="plans"),
    path("cartelle/<uuid:case_id>/progetto/nuovo/", plans.plan_new, name="plan_new"),
    path(
        "cartelle/<uuid:case_id>/progetto/per/<uuid:need_id>/",
        plan_lines.goal_from_need,
        name="goal_from_need",
    ),
    path("cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/", plans.plan_detail, name="plan"),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/risposte/",
        pacts.plan_answers,
        name="plan_answers",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/firma/", pacts.plan_sign, name="plan_sign"
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/patto/", pacts.plan_pact, name="plan_pact"
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/confronto/<uuid:other_id>/",
        pacts.plan_compare,
        name="plan_compare",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/aggiungi/<slug:what>/",
        plan_lines.line_new,
        name="plan_line_new",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/<slug:what>/<uuid:line_id>/",
        plan_lines.line_change,
        name="plan_line",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/<slug:what>/<uuid:line_id>/togli/",
        plan_lines.line_remove,
        name="plan_line_remove",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/<slug:what>/<uuid:line_id>/esito/",
        plan_lines.line_state,
        name="plan_line_state",
    ),
    path(
        "cartelle/<uuid:case_id>/progetto/<uuid:plan_id>/<slug:move>/",
        plans.plan_move,
        name="plan_move",
    ),
    # Analyses and scales.
    path("cartelle/<uuid:case_id>/analisi/", analysis.analysis_tab, name="analysis"),
    path(
        "cartelle/<uuid:case_id>/analisi/comincia/<slug:form>/",
        analysis.analysis_begin,
        name="analysis_begin",
    ),
    path(
        "cartelle/<uuid:case_id>/analisi/<uuid:analysis_id>/",
        analysis.analysis_detail,
        name="analysis_detail",
    ),
    path(
        "cartelle/<uuid:case_id>/analisi/<uuid:analysis_id>/scrivi/<slug:slug>/",
        analysis.analysis_page,
        name="analysis_page",
    ),
    path(
        "cartelle/<uuid:case_id>/analisi/<uuid:analysis_id>/concludi/",
        analysis.analysis_complete,
        name="analysis_complete",
    ),
    path(
        "cartelle/<uuid:case_id>/analisi/<uuid:analysis_id>/annulla/",
        analysis.analysis_drop,
        name="analysis_drop",
    ),
    path(
        "cartelle/<uuid:case_id>/analisi/<uuid:analysis_id>/foglio-guida.pdf",
        analysis.analysis_paper,
        name="analysis_paper",
    ),
    path("cartelle/<uuid:case_id>/scale/nuova/<slug:scale>/", scales.scale_new, name="scale_new"),
    path("cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/", scales.scale_detail, name="scale"),
    path(
        "cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/compila/",
        scales.scale_edit,
        name="scale_edit",
    ),
    path(
        "cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/rettifica/",
        scales.scale_correct,
        name="scale_correct",
    ),
    path(
        "cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/annulla/",
        scales.scale_drop,
        name="scale_drop",
    ),
    path(
        "cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/scala.pdf",
        scales.scale_paper,
        name="scale_paper",
    ),
    path(
        "cartelle/<uuid:case_id>/scale/<uuid:sheet_id>/andamento/",
        scales.scale_series,
        name="scale_series",
    ),
    # private notes opened by law
    path("cartelle/<uuid:case_id>/annotazioni/", note_access.note_open, name="note_open"),
    # meetings, tasks, and what follows a closure
    path("cartelle/<uuid:case_id>/incontri/", meetings.meeting_list, name="meetings"),
    path("cartelle/<uuid:case_id>/incontri/nuovo/", meetings.meeting_new, name="meeting_new"),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/",
        meetings.meeting_detail,
        name="meeting",
    ),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/verbale/",
        meetings.meeting_minutes,
        name="meeting_minutes",
    ),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/obiettivi/",
        monitoring.meeting_goals,
        name="meeting_goals",
    ),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/calendario/",
        meetings.meeting_calendar,
        name="meeting_calendar",
    ),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/invitati/<uuid:chair_id>/",
        meetings.chair_end,
        name="chair_end",
    ),
    path(
        "cartelle/<uuid:case_id>/incontri/<uuid:meeting_id>/<slug:act>/",
        meeting_acts.meeting_act,
        name="meeting_act",
    ),
    path("cartelle/<uuid:case_id>/compiti/nuovo/", tasks.task_new, name="task_new"),
    path("cartelle/<uuid:case_id>/compiti/<uuid:task_id>/", tasks.task_end, name="task"),
    path(
        "cartelle/<uuid:case_id>/compiti/<uuid:task_id>/cambia/",
        tasks.task_change,
        name="task_change",
    ),
    path("cartelle/<uuid:case_id>/risentita/", tasks.hear_again, name="hear_again"),
    # the family of the case and the household of today
    path("cartelle/<uuid:case_id>/famiglia/", household.household, name="household"),
    path("cartelle/<uuid:case_id>/<slug:act>/", acts.case_act, name="case_act"),
]
