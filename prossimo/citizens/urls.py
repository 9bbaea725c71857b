"""Addresses of people."""

from django.urls import path

from prossimo.citizens.views import copies, doubles, merging, parts, people, person, tasks, writing

app_name = "citizens"

urlpatterns = [
    path("persone/", people.person_list, name="people"),
    path("persone/suggerimenti/", people.suggest, name="person_suggest"),
    path("persone/luoghi/", people.suggest_places, name="place_suggest"),
    path("persone/nuova/", writing.person_new, name="person_new"),
    path("persone/nuova/simili/", writing.person_alike, name="person_alike"),
    path("persone/nuclei/<uuid:household_id>/", person.household, name="household"),
    path("persone/doppioni/", doubles.doubles_list, name="doubles"),
    path("persone/doppioni/cerca/", doubles.doubles_look, name="doubles_look"),
    path("persone/doppioni/a-che-punto/", doubles.doubles_progress, name="doubles_progress"),
    path("persone/doppioni/<uuid:pair_id>/", doubles.doubles_pair, name="doubles_pair"),
    path(
        "persone/doppioni/<uuid:pair_id>/diverse/",
        doubles.doubles_different,
        name="doubles_different",
    ),
    path("persone/doppioni/<uuid:pair_id>/riapri/", doubles.doubles_reopen, name="doubles_reopen"),
    path("persone/doppioni/<uuid:pair_id>/unisci/", merging.doubles_merge, name="doubles_merge"),
    path("persone/unioni/<uuid:merge_id>/", merging.merge_page, name="merge"),
    path("persone/unioni/<uuid:merge_id>/separa/", merging.merge_split, name="merge_split"),
    path("persone/<uuid:person_id>/doppione/", doubles.doubles_report, name="doubles_report"),
    path("persone/<uuid:person_id>/", person.person_page, name="person"),
    path("persone/<uuid:person_id>/dati/", person.person_details, name="person_details"),
    path("persone/<uuid:person_id>/storia/", person.person_history, name="person_history"),
    path("persone/<uuid:person_id>/stampa/", person.person_print, name="person_print"),
    path("persone/<uuid:person_id>/modifica/", writing.person_edit, name="person_edit"),
    path("persone/controlli/", tasks.task_list, name="tasks"),
    path("persone/controlli/<uuid:task_id>/", tasks.task_close, name="task_close"),
    path("persone/<uuid:person_id>/copia/", copies.person_copy, name="person_copy"),
    path("persone/<uuid:person_id>/famiglia/", parts.person_family, name="person_family"),
    path("persone/<uuid:person_id>/mezzi/", parts.person_means, name="person_means"),
    path("persone/<uuid:person_id>/parti/<slug:kind>/nuova/", parts.part_new, name="part_new"),
    path(
        "persone/<uuid:person_id>/parti/<slug:kind>/<uuid:part_id>/",
        parts.part_edit,
        name="part_edit",
    ),
    path(
        "persone/<uuid:person_id>/parti/<slug:kind>/<uuid:part_id>/togli/",
        parts.part_remove,
        name="part_remove",
    ),
]
