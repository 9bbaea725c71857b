"""The exchange with the national registries as the environment gives it: off, or whole.

Half a configuration is refused here, with the names of what is missing: better a Prossimo that does
not start than a page that promises an answer which never comes.
"""

import re
import string
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Group = dict[str, str]

# What each part of the exchange is told, and by which variable; the first line of a part is needed.
PLATFORM = {
    "client_id": "PROSSIMO_PDND_CLIENT_ID",
    "key_id": "PROSSIMO_PDND_KEY_ID",
    "key_file": "PROSSIMO_PDND_KEY_FILE",
    "auth_url": "PROSSIMO_PDND_AUTH_URL",
    "audience": "PROSSIMO_PDND_AUDIENCE",
    "location": "PROSSIMO_PDND_LOCATION",
}
PLATFORM_MORE = {
    "assurance": "PROSSIMO_PDND_ASSURANCE",
    "proxy": "PROSSIMO_PDND_PROXY",
    "trace_file": "PROSSIMO_PDND_TRACE_FILE",
}
ANPR = {
    "id_url": "PROSSIMO_ANPR_ID_URL",
    "id_purpose": "PROSSIMO_ANPR_ID_PURPOSE",
    "id_audience": "PROSSIMO_ANPR_ID_AUDIENCE",
    "residence_url": "PROSSIMO_ANPR_RESIDENCE_URL",
    "residence_purpose": "PROSSIMO_ANPR_RESIDENCE_PURPOSE",
    "residence_audience": "PROSSIMO_ANPR_RESIDENCE_AUDIENCE",
}
FAMILY = {
    "url": "PROSSIMO_ANPR_FAMILY_URL",
    "purpose": "PROSSIMO_ANPR_FAMILY_PURPOSE",
    "audience": "PROSSIMO_ANPR_FAMILY_AUDIENCE",
}
SIGNALS = {
    "url": "PROSSIMO_ANPR_SIGNALS_URL",
    "eservice": "PROSSIMO_ANPR_SIGNALS_ESERVICE",
}
SIGNALS_MORE = {
    "client_id": "PROSSIMO_ANPR_SIGNALS_CLIENT_ID",
    "key_id": "PROSSIMO_ANPR_SIGNALS_KEY_ID",
    "purpose": "PROSSIMO_ANPR_SIGNALS_PURPOSE",
    "recipe": "PROSSIMO_ANPR_SIGNALS_RECIPE",
}
ISEE = {
    "url": "PROSSIMO_ISEE_URL",
    "purpose": "PROSSIMO_ISEE_PURPOSE",
    "user": "PROSSIMO_ISEE_USER",
}
ISEE_MORE = {
    "audience": "PROSSIMO_ISEE_AUDIENCE",
    "office": "PROSSIMO_ISEE_OFFICE",
    "operation": "PROSSIMO_ISEE_OPERATION",
}
FILES = {"anpr": "PROSSIMO_ANPR_FILE", "isee": "PROSSIMO_ISEE_FILE"}

IDENTIFIER = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
RECIPE_FIELDS = {"registry_id", "tax_code", "seed"}


def exchange_settings(environment: Mapping[str, str]) -> dict[str, Group]:
    """The parts that are configured, each whole; raise `ImproperlyConfigured` for half of one."""

    def said(names: Group) -> Group:
        found = {key: environment.get(name, "").strip() for key, name in names.items()}
        return {key: value for key, value in found.items() if value}

    parts = {
        "platform": _whole(PLATFORM, said(PLATFORM), said(PLATFORM_MORE), "la PDND"),
        "anpr": _whole(ANPR, said(ANPR), {}, "la consultazione di ANPR"),
        "family": _whole(FAMILY, said(FAMILY), {}, "lo stato di famiglia di ANPR"),
        "signals": _whole(SIGNALS, said(SIGNALS), said(SIGNALS_MORE), "le variazioni di ANPR"),
        "isee": _whole(ISEE, said(ISEE), said(ISEE_MORE), "l'ISEE dell'INPS"),
        "files": said(FILES),
    }
    parts = {name: part for name, part in parts.items() if part}
    _together(parts)
    for names in (PLATFORM, PLATFORM_MORE, ANPR, FAMILY, SIGNALS, SIGNALS_MORE, ISEE, ISEE_MORE):
        _shapes(names, said(names))
    return parts


def _whole(names: Group, said: Group, more: Group, what: str) -> Group:
    missing = [name for key, name in names.items() if key not in said]
    if not (said or more):
        return {}
    if missing:
        raise ImproperlyConfigured(
            f"Per {what} manca {_listed(missing)}: completare, o togliere anche le altre variabili "
            "(senza nessuna, lo scambio è spento)."
        )
    return {**said, **more}


def _together(parts: Mapping[str, Group]) -> None:
    live = [name for name in ("anpr", "family", "signals", "isee") if name in parts]
    if live and "platform" not in parts:
        raise ImproperlyConfigured(
            f"Per interrogare i registri manca {_listed(list(PLATFORM.values()))}."
        )
    for part, needs in (("family", "anpr"), ("signals", "anpr")):
        if part in parts and needs not in parts:
            raise ImproperlyConfigured(
                f"Per famiglie e variazioni di ANPR manca {_listed(list(ANPR.values()))}."
            )
    for part, name in FILES.items():
        if part in parts and part in parts.get("files", {}):
            raise ImproperlyConfigured(
                f"Ci sono sia {name} sia il servizio della PDND: tenere o il file o il servizio."
            )


def _shapes(names: Group, said: Group) -> None:
    """Each value has the shape of what it is; the sentence names the variable, not the value."""
    tests: dict[str, tuple[Callable[[str], bool], str]] = {
        "url": (_is_url, "un indirizzo https, senza utente né domande"),
        "purpose": (_is_identifier, "l'identificativo di una finalità"),
        "client_id": (_is_identifier, "l'identificativo di un client"),
        "key_id": (_is_key_id, "l'identificativo (kid) di una chiave"),
        "eservice": (_is_identifier, "l'identificativo di un e-service"),
        "operation": (str.isalpha, "il nome di un'operazione"),
        "proxy": (_is_proxy, "l'indirizzo di un proxy, come http://proxy:3128"),
        "recipe": (_is_recipe, "una ricetta come {registry_id}{seed}"),
        "location": (_is_location, "un codice di 20 caratteri al massimo"),
        "key_file": (_is_absolute, "il percorso intero di un file"),
        "trace_file": (_is_absolute, "il percorso intero di un file"),
    }
    for key, value in said.items():
        kind = next((kind for kind in tests if key == kind or key.endswith(f"_{kind}")), "")
        if kind and not tests[kind][0](value):
            raise ImproperlyConfigured(f"{names[key]} non è {tests[kind][1]}.")


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_proxy(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_identifier(text: str) -> bool:
    return bool(IDENTIFIER.fullmatch(text))


def _is_key_id(text: str) -> bool:
    return text.isascii() and text.isprintable() and len(text) <= 120


def _is_location(text: str) -> bool:
    return text.isprintable() and len(text) <= 20


def _is_recipe(text: str) -> bool:
    try:
        fields = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError:
        return False
    return "seed" in fields and fields <= RECIPE_FIELDS and len(fields) > 1


def _is_absolute(text: str) -> bool:
    return Path(text).is_absolute()


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} e {names[-1]}"
