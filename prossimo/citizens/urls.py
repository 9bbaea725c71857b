"""Addresses of people."""

from django.urls import path

from prossimo.citizens.views import (
    addresses,
    copies,
    doubles,
    merging,
    parts,
    people,
    person,
    seals,
    tasks,
    writing,
)

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
    path("persone/quartiere/", addresses.place_found, name="place_found"),
    path("persone/protetti/", seals.openings, name="openings"),
    path("persone/protetti/<uuid:opening_id>/", seals.opening, name="opening"),
    path("persone/protetti/<uuid:opening_id>/tempo/", seals.opening_left, name="opening_left"),
    path("persone/protetti/<uuid:opening_id>/chiudi/", seals.opening_end, name="opening_end"),
    path(
        "persone/protetti/<uuid:opening_id>/<uuid:address_id>/togli/",
        seals.address_unseal,
        name="address_unseal",
    ),
    path("persone/<uuid:person_id>/cittadinanze/", addresses.citizenships, name="citizenships"),
    path("persone/<uuid:person_id>/decesso/", addresses.death, name="death"),
    path("persone/<uuid:person_id>/indirizzi/nuovo/", addresses.address_new, name="address_new"),
    path(
        "persone/<uuid:person_id>/indirizzi/<uuid:address_id>/",
        addresses.address_edit,
        name="address_edit",
    ),
    path(
        "persone/<uuid:person_id>/indirizzi/<uuid:address_id>/proteggi/",
        seals.address_seal,
        name="address_seal",
    ),
    path("persone/<uuid:person_id>/proteggi/", seals.residence_seal, name="residence_seal"),
    path("persone/<uuid:person_id>/protetti/", seals.opening_new, name="opening_new"),
    path("persone/<uuid:person_id>/adozione/", seals.adoption, name="adoption"),
]
