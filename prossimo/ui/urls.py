"""The living component page."""

from django.urls import path

from prossimo.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.component_page, name="components"),
    path("cerca/", views.component_search, name="component_search"),
    path("modifica/", views.component_edit, name="component_edit"),
    path("conferma/", views.component_confirm, name="component_confirm"),
    path("conflitto/", views.component_conflict, name="component_conflict"),
]
