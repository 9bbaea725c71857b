"""Addresses of the catalogue: services and needs."""

from django.urls import path

from prossimo.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("servizi/", views.service_list, name="services"),
    path("servizi/accanto/", views.services_beside, name="beside"),
    path("servizi/nuovo/", views.service_new, name="service_new"),
    path("servizi/bisogni/", views.need_list, name="needs"),
    path("servizi/bisogni/<uuid:need_id>/fine/", views.need_close, name="need_close"),
    path("servizi/<uuid:service_id>/", views.service_detail, name="service"),
    path("servizi/<uuid:service_id>/qr.svg", views.service_qr, name="service_qr"),
    path("servizi/<uuid:service_id>/modifica/", views.service_edit, name="service_edit"),
    path("servizi/<uuid:service_id>/verificato/", views.service_verify, name="service_verify"),
    path("servizi/<uuid:service_id>/chiudi/", views.service_close, name="service_close"),
    path("servizi/<uuid:service_id>/riapri/", views.service_reopen, name="service_reopen"),
]
