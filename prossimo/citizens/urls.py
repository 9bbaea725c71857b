"""Addresses of people."""

from django.urls import path

from prossimo.citizens import views

app_name = "citizens"

urlpatterns = [
    path("persone/", views.people.person_list, name="people"),
    path("persone/suggerimenti/", views.people.suggest, name="person_suggest"),
    path("persone/luoghi/", views.people.suggest_places, name="place_suggest"),
    path("persone/nuova/", views.writing.person_new, name="person_new"),
    path("persone/nuova/simili/", views.writing.person_alike, name="person_alike"),
    path("persone/nuclei/<uuid:household_id>/", views.person.household, name="household"),
    path("persone/<uuid:person_id>/", views.person.person_page, name="person"),
    path("persone/<uuid:person_id>/dati/", views.person.person_details, name="person_details"),
    path("persone/<uuid:person_id>/storia/", views.person.person_history, name="person_history"),
    path("persone/<uuid:person_id>/stampa/", views.person.person_print, name="person_print"),
    path("persone/<uuid:person_id>/modifica/", views.writing.person_edit, name="person_edit"),
]
