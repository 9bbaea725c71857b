"""Addresses of territory."""

from django.urls import path

from prossimo.territory import views

app_name = "territory"
urlpatterns = [
    path("territorio/", views.ambito_page, name="ambito"),
    path("territorio/comuni/<uuid:municipality_id>/", views.municipality_page, name="municipality"),
    path(
        "territorio/quartieri/<uuid:neighbourhood_id>/",
        views.neighbourhood_page,
        name="neighbourhood",
    ),
    path("territorio/confini/", views.boundary_upload, name="boundary_upload"),
    path("territorio/confini/<uuid:import_id>/", views.boundary_import, name="boundary_import"),
    path(
        "territorio/confini/<uuid:import_id>/applica/", views.boundary_apply, name="boundary_apply"
    ),
    path("territorio/residenti/", views.residents_upload, name="residents_upload"),
    path("territorio/stradario/", views.street_upload, name="street_upload"),
]
