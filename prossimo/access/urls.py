"""Addresses of the door: contacts, desks, reasons."""

from django.urls import URLPattern, URLResolver, path

from prossimo.access.views import contacts, desks, moving, new_contact, reasons

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [
    path("contatti/", contacts.contact_list, name="contacts"),
    path("contatti/nuovo/", new_contact.contact_new, name="contact_new"),
    path("contatti/<uuid:contact_id>/", contacts.contact_detail, name="contact"),
    path(
        "contatti/<uuid:contact_id>/sposta/<uuid:merge_id>/",
        moving.contact_move,
        name="contact_move",
    ),
    path("contatti/<uuid:contact_id>/modifica/", contacts.contact_edit, name="contact_edit"),
    path("contatti/<uuid:contact_id>/nota-privata/", contacts.private_note, name="private_note"),
    path("sportelli/", desks.desk_list, name="desks"),
    path("sportelli/nuovo/", desks.desk_new, name="desk_new"),
    path("sportelli/<uuid:desk_id>/", desks.desk_detail, name="desk"),
    path("sportelli/<uuid:desk_id>/modifica/", desks.desk_edit, name="desk_edit"),
    path("sportelli/<uuid:desk_id>/orari/", desks.desk_hours, name="desk_hours"),
    path("sportelli/<uuid:desk_id>/turni/", desks.duty_new, name="duty_new"),
    path("sportelli/<uuid:desk_id>/turni/<uuid:duty_id>/fine/", desks.duty_end, name="duty_end"),
    path("sportelli/<uuid:desk_id>/chiudi/", desks.desk_close, name="desk_close"),
    path("sportelli/<uuid:desk_id>/riapri/", desks.desk_reopen, name="desk_reopen"),
    path("motivi/", reasons.reason_list, name="reasons"),
    path("motivi/<uuid:reason_id>/", reasons.reason_detail, name="reason"),
]
