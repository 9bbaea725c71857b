"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path, register_converter

from prossimo.observatory import views
from prossimo.observatory.fronts import fronts


class IndicatorKey:
    """Two or more words with points between them: `access.users.growth`."""

    regex = r"[a-z_]{1,40}(?:\.[a-z_]{1,40}){1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IndicatorKey, "indicator")

app_name = "observatory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    *(path(f"{each.path}/", views.front, {"key": each.key}, name=each.key) for each in fronts),
    path("aggiorna/", views.refresh, name="refresh"),
    path("aggiornamento/", views.freshness, name="freshness"),
    path("<indicator:key>.json", views.indicator_json, name="indicator_json"),
    path("<indicator:key>/", views.indicator_page, name="indicator"),
    path("<indicator:key>/grafico.svg", views.chart, name="chart"),
    path("<indicator:key>/schede/", views.records, name="records"),
]
