"""Addresses of the citizens' door."""

from django.urls import URLPattern, URLResolver, path

from prossimo.portal.views import appointment, booking

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    # booking
    path("", booking.start, name="start"),
    path("<uuid:motive_id>/", booking.hours, name="hours"),
    path("<uuid:motive_id>/dati/", booking.details, name="details"),
    path("codice/<str:signed>/", booking.code, name="code"),
    path("appuntamento/<str:signed>/", appointment.page, name="appointment"),
    path("appuntamento/<str:signed>/sposta/", appointment.move, name="move"),
    path("appuntamento/<str:signed>/annulla/", appointment.cancel, name="cancel"),
    path("appuntamento/<str:signed>/prima/", appointment.earlier, name="earlier"),
    path("appuntamento/<str:signed>/risposta/", appointment.answer, name="answer"),
    path("appuntamento/<str:signed>/arrivo/", appointment.arrived, name="arrived"),
    path("appuntamento/<str:signed>/appuntamento.ics", appointment.ics, name="ics"),
]
