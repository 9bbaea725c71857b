"""Every address of Prossimo, assembled from the apps."""

from django.urls import URLPattern, URLResolver, include, path

from prossimo.web import views

pages = (
    [
        path("", views.front_door, name="front_door"),
        path("oggi/", views.today_page, name="today"),
        path("cerca/", views.search, name="search"),
        path("accessibilita/", views.accessibility, name="public_accessibility"),
        path("privacy/", views.privacy, name="public_privacy"),
        path("lingua/", views.change_language, name="public_language"),
    ],
    "web",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(pages)),
    path("", include("prossimo.accounts.urls")),
    path("", include("prossimo.citizens.urls")),
    path("", include("prossimo.cases.urls")),
    path("", include("prossimo.access.urls")),
    path("", include("prossimo.catalogue.urls")),
    path("", include("prossimo.territory.urls")),
    path("", include("prossimo.network.urls")),
    path("prenota/", include("prossimo.portal.urls")),
    path("osservatorio/", include("prossimo.observatory.urls")),
    path("componenti/", include("prossimo.ui.urls")),
]

handler400 = "prossimo.web.errors.bad_request"
handler403 = "prossimo.web.errors.permission_denied"
handler404 = "prossimo.web.errors.not_found"
handler500 = "prossimo.web.errors.server_error"
