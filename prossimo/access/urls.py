"""Addresses of the door: contacts, desks, reasons."""

from django.urls import URLPattern, URLResolver, path

from prossimo.access.views import (
    agenda,
    allocation,
    contacts,
    desks,
    direct,
    door,
    door_links,
    moving,
    new_contact,
    new_referral,
    openings,
    proposals,
    queue,
    reasons,
    referral_link,
    referrals,
    request_steps,
    requests,
    unmet,
)

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
    # the agenda
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/nuovo/", agenda.appointment_new, name="appointment_new"),
    path("agenda/senza-nessuno/", agenda.agenda_alone, name="agenda_alone"),
    path("agenda/fasce/", openings.opening_list, name="openings"),
    path("agenda/fasce/nuova/", openings.opening_new, name="opening_new"),
    path("agenda/fasce/<uuid:opening_id>/", openings.opening_edit, name="opening"),
    path("agenda/fasce/<uuid:opening_id>/eccezioni/", openings.exception_new, name="exception_new"),
    path(
        "agenda/fasce/<uuid:opening_id>/eccezioni/<uuid:exception_id>/togli/",
        openings.exception_remove,
        name="exception_remove",
    ),
    path("agenda/motivi/", openings.motive_list, name="motives"),
    path("agenda/motivi/nuovo/", openings.motive_new, name="motive_new"),
    path("agenda/motivi/<uuid:motive_id>/", openings.motive_edit, name="motive"),
    path("agenda/assenze/", openings.absences, name="absences"),
    path("agenda/assenze/<uuid:absence_id>/togli/", openings.absence_remove, name="absence_remove"),
    path("agenda/chiusure/", openings.closures, name="closures"),
    path(
        "agenda/chiusure/<uuid:closure_id>/togli/", openings.closure_remove, name="closure_remove"
    ),
    path("agenda/calendario/", openings.feed, name="feed"),
    path("agenda/calendario/<str:signed>.ics", openings.feed_file, name="feed_file"),
    path("agenda/<uuid:appointment_id>/", agenda.appointment_detail, name="appointment"),
    path("agenda/<uuid:appointment_id>/sposta/", agenda.appointment_move, name="appointment_move"),
    path(
        "agenda/<uuid:appointment_id>/annulla/",
        agenda.appointment_cancel,
        name="appointment_cancel",
    ),
    path("agenda/<uuid:appointment_id>/passo/", agenda.appointment_step, name="appointment_step"),
    # referrals
    path("invii/", referrals.referral_list, name="referrals"),
    path("invii/nuovo/", new_referral.referral_new, name="referral_new"),
    path("invii/<uuid:referral_id>/", referrals.referral_detail, name="referral"),
    path("invii/<uuid:referral_id>/risposta/", referrals.referral_answer, name="referral_answer"),
    path("invii/<uuid:referral_id>/visto/", referrals.referral_seen, name="referral_seen"),
    path("invii/<uuid:referral_id>/promemoria/", referrals.referral_remind, name="referral_remind"),
    path(
        "invii/<uuid:referral_id>/nuovo-collegamento/",
        referrals.referral_new_link,
        name="referral_new_link",
    ),
    path(
        "invii/<uuid:referral_id>/aggiungi/",
        referrals.referral_follow,
        {"move": "supply"},
        name="referral_supply",
    ),
    path(
        "invii/<uuid:referral_id>/ritira/",
        referrals.referral_follow,
        {"move": "withdraw"},
        name="referral_withdraw",
    ),
    path("rispondi/<str:signed>/", referral_link.referral_link, name="referral_link"),
    path(
        "rispondi/<str:signed>/apri/", referral_link.referral_link_open, name="referral_link_open"
    ),
    path(
        "rispondi/<str:signed>/risposta/",
        referral_link.referral_link_answer,
        name="referral_link_answer",
    ),
    path(
        "rispondi/<str:signed>/nuovo-collegamento/",
        referral_link.referral_link_again,
        name="referral_link_again",
    ),
    # the queue
    path("sportelli/<uuid:desk_id>/coda/", queue.queue, name="queue"),
    path("sportelli/<uuid:desk_id>/coda/prossimo/", queue.queue_next, name="queue_next"),
    path("sportelli/<uuid:desk_id>/coda/arrivo/", queue.check_in, name="check_in"),
    path("sportelli/<uuid:desk_id>/coda/postazione/", queue.counter_choose, name="counter"),
    path("sportelli/<uuid:desk_id>/coda/chiudi/", queue.queue_close, name="queue_close"),
    path("sportelli/<uuid:desk_id>/coda/riapri/", queue.queue_reopen, name="queue_reopen"),
    path("sportelli/<uuid:desk_id>/coda/collegamenti/", door_links.desk_links, name="queue_links"),
    path(
        "sportelli/<uuid:desk_id>/coda/collegamenti/revoca/",
        door_links.links_revoke,
        name="queue_revoke",
    ),
    path("biglietti/<uuid:ticket_id>/", queue.ticket_move, name="ticket_move"),
    path("totem/<str:word>/", door.kiosk, name="kiosk"),
    path("sala/<str:word>/", door.board, name="board"),
    path("sala/<str:word>/adesso/", door.board_now, name="board_now"),
    path("coda/<str:word>/", door.phone, name="phone"),
    path("coda/<str:word>/adesso/", door.phone_now, name="phone_now"),
    path("coda/<str:word>/lascia/", door.phone_leave, name="phone_leave"),
    # the segretariato: requests, direct services, proposals, needs without an answer
    path("segretariato/", requests.request_list, name="orientations"),
    path("segretariato/<uuid:orientation_id>/", requests.request_detail, name="orientation"),
    path(
        "segretariato/<uuid:orientation_id>/mano/", requests.request_move, name="orientation_move"
    ),
    path(
        "segretariato/<uuid:orientation_id>/valuta/",
        requests.request_triage,
        name="orientation_triage",
    ),
    path("segretariato/<uuid:orientation_id>/bisogni/", requests.need_add, name="need_add"),
    path(
        "segretariato/<uuid:orientation_id>/bisogni/<uuid:need_id>/togli/",
        requests.need_drop,
        name="need_drop",
    ),
    path("segretariato/<uuid:orientation_id>/note/", requests.note_add, name="note_add"),
    path(
        "segretariato/<uuid:orientation_id>/accompagnamenti/<uuid:accompaniment_id>/",
        requests.accompaniment_settle,
        name="accompaniment",
    ),
    path(
        "segretariato/<uuid:orientation_id>/passi/<slug:step>/",
        request_steps.request_step,
        name="orientation_step",
    ),
    path("segretariato/<uuid:orientation_id>/prestazione/", direct.direct_new, name="direct_new"),
    path(
        "segretariato/<uuid:orientation_id>/proposta/", proposals.proposal_new, name="proposal_new"
    ),
    path("prestazioni/", direct.direct_list, name="direct_services"),
    path("prestazioni/attesa/", direct.direct_waiting, name="direct_waiting"),
    path("prestazioni/<uuid:direct_id>/", direct.direct_detail, name="direct"),
    path("prestazioni/<uuid:direct_id>/<slug:move>/", direct.direct_move, name="direct_move"),
    path("proposte/", proposals.proposal_list, name="proposals"),
    path("proposte/<uuid:proposal_id>/", proposals.proposal_detail, name="proposal"),
    path(
        "proposte/<uuid:proposal_id>/risposta/", proposals.proposal_decide, name="proposal_decide"
    ),
    path(
        "proposte/<uuid:proposal_id>/assegna/",
        proposals.proposal_reassign,
        name="proposal_reassign",
    ),
    path("assegnazione/", allocation.rule_list, name="allocation"),
    path("assegnazione/nuova/", allocation.rule_new, name="rule_new"),
    path("assegnazione/<uuid:rule_id>/", allocation.rule_edit, name="rule"),
    path("bisogni-senza-risposta/", unmet.unmet_list, name="unmet_needs"),
    path("bisogni-senza-risposta/nuovo/", unmet.unmet_new, name="unmet_new"),
    path(
        "bisogni-senza-risposta/da-classificare/",
        unmet.unmet_to_classify,
        name="unmet_to_classify",
    ),
    path(
        "bisogni-senza-risposta/da-classificare/<uuid:contact_id>/",
        unmet.contact_classify,
        name="contact_classify",
    ),
    path("bisogni-senza-risposta/<uuid:unmet_id>/", unmet.unmet_detail, name="unmet"),
    path("bisogni-senza-risposta/<uuid:unmet_id>/esito/", unmet.unmet_settle, name="unmet_settle"),
]
