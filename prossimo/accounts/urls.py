"""Every address of accounts; of allauth's, only those that our staff needs, each with our look."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import include, path, re_path

from prossimo.accounts.views import entrance, journal, matrix, posts, profile, staff, work

entrance_patterns = [
    path("", account.login, name="account_login"),
    path("uscita/", account.logout, name="account_logout"),
    path("sospeso/", account.account_inactive, name="account_inactive"),
    path("conferma/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/scegli/", account.password_set, name="account_set_password"),
    path("password-dimenticata/", account.password_reset, name="account_reset_password"),
    path(
        "password-dimenticata/inviata/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "nuova-password/fatta/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^nuova-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("codice/", mfa.authenticate, name="mfa_authenticate"),
    path("chiave/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("conferma/codice/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("conferma/chiave/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("secondo-fattore/", mfa.index, name="mfa_index"),
    path("secondo-fattore/app/attiva/", totp.activate_totp, name="mfa_activate_totp"),
    path("secondo-fattore/app/togli/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("secondo-fattore/codici/", entrance.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "secondo-fattore/codici/nuovi/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("secondo-fattore/chiavi/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("secondo-fattore/chiavi/nuova/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("secondo-fattore/chiavi/<int:pk>/nome/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "secondo-fattore/chiavi/<int:pk>/togli/",
        entrance.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
]

own_patterns = [
    path("incarico/", profile.switch, name="switch"),
    path("il-mio-accesso/", profile.profile, name="profile"),
    path("il-mio-accesso/sessioni/", profile.end_session, name="end_session"),
    path("finalita/", work.purpose, name="purpose"),
    path("bozze/", work.draft, name="draft"),
    path("personale/", staff.staff_list, name="staff"),
    path("personale/nuovo/", staff.staff_new, name="staff_new"),
    path("personale/incarichi/<uuid:post_id>/", posts.post_edit, name="post_edit"),
    path("personale/incarichi/<uuid:post_id>/fine/", posts.post_end, name="post_end"),
    path("personale/<uuid:user_id>/", staff.staff_detail, name="staff_detail"),
    path("personale/<uuid:user_id>/modifica/", staff.staff_edit, name="staff_edit"),
    path("personale/<uuid:user_id>/sospendi/", staff.staff_suspend, name="staff_suspend"),
    path("personale/<uuid:user_id>/riattiva/", staff.staff_readmit, name="staff_readmit"),
    path("personale/<uuid:user_id>/password/", staff.staff_link, name="staff_link"),
    path(
        "personale/<uuid:user_id>/secondo-fattore/",
        staff.staff_reset_factor,
        name="staff_reset_factor",
    ),
    path("personale/<uuid:user_id>/incarichi/", posts.post_new, name="post_new"),
    path("ruoli/", matrix.role_matrix, name="roles"),
    path("registro/", journal.journal_list, name="journal"),
    path("registro/scheda/", journal.who_opened, name="who_opened"),
    path("registro/<int:line_id>/", journal.journal_line, name="journal_line"),
    path("consegne/", work.deliveries, name="deliveries"),
    path("consegne/<uuid:message_id>/", work.delivery_retry, name="delivery_retry"),
]

urlpatterns = [
    path("accesso/", include(entrance_patterns)),
    path("", include((own_patterns, "accounts"))),
]
