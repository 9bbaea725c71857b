"""Addresses of the network."""

from django.urls import path

from prossimo.network import views

app_name = "network"
urlpatterns = [
    path("rete/", views.organisation_list, name="list"),
    path("rete/nuova/", views.organisation_new, name="organisation_new"),
    path("rete/<uuid:organisation_id>/", views.organisation_detail, name="organisation"),
    path(
        "rete/<uuid:organisation_id>/modifica/", views.organisation_edit, name="organisation_edit"
    ),
]
