"""Every address of Prossimo, assembled from the apps."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accesso/", include("allauth.urls")),
]
