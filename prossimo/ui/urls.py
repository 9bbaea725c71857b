"""The living component page."""

from django.urls import path

from prossimo.ui import views

app_name = "ui"

urlpatterns = [
    path("componenti/", views.component_page, name="components"),
    path("componenti/cerca/", views.component_search, name="component_search"),
    path("componenti/modifica/", views.component_edit, name="component_edit"),
    path("componenti/conferma/", views.component_confirm, name="component_confirm"),
    path("componenti/conflitto/", views.component_conflict, name="component_conflict"),
]
