"""Addresses of cases."""

from django.urls import path

from prossimo.cases.views import acts, cases, diary, paper, ties

app_name = "cases"
urlpatterns = [
    path("cartelle/", cases.case_list, name="cases"),
    path("cartelle/apri/<uuid:person_id>/", cases.case_open, name="case_open"),
    path("cartelle/<uuid:case_id>/", cases.case_detail, name="case"),
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
    path("cartelle/<uuid:case_id>/persone/<uuid:member_id>/", acts.member_end, name="member_end"),
    path("cartelle/<uuid:case_id>/operatori/<uuid:worker_id>/", acts.worker_end, name="worker_end"),
    path("cartelle/<uuid:case_id>/bisogni/<uuid:need_id>/", acts.need_met, name="need_met"),
    path("cartelle/<uuid:case_id>/stampa/", paper.case_print, name="print"),
    # Family and network.
    path("cartelle/<uuid:case_id>/rete/", ties.network, name="network"),
    path("cartelle/<uuid:case_id>/rete/nuovo/", ties.tie_new, name="tie_new"),
    path("cartelle/<uuid:case_id>/rete/<uuid:tie_id>/", ties.tie_end, name="tie_end"),
    path("cartelle/<uuid:case_id>/<slug:act>/", acts.case_act, name="case_act"),
]
