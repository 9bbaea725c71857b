"""Reads a GeoJSON file of boundaries and says, row by row, what each would become."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from prossimo.core.text import clean, fold
from prossimo.territory.models import Municipality, Neighbourhood
from prossimo.territory.rules import is_in_italy, rings_of

MOST_BYTES = 20 * 1024 * 1024
MOST_FEATURES = 2000
NAMES = ("name", "nome", "NAME", "NOME", "quartiere", "comune", "COMUNE", "DEN_COM")
ISTAT = ("istat", "com_istat_code", "pro_com_t", "PRO_COM_T", "istat_code", "codice_istat")
CADASTRAL = ("catasto", "com_catasto_code", "cadastral_code", "codice_catastale")
UNCHANGED, CHANGE, REFUSED = "unchanged", "change", "refused"


class UnreadableFile(ValueError):
    """The file cannot be read as boundaries at all: the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one feature of the file would do."""

    row: int
    name: str
    state: str  # change, unchanged, refused
    message: str
    place_kind: str = ""  # municipality, neighbourhood
    place_id: str = ""
    geometry: Mapping[str, Any] | None = None

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


def features_of(content: bytes) -> list[Mapping[str, Any]]:
    """The features of the file; raises `UnreadableFile` with a sentence."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            _("Il file supera i 20 MB: semplifica i confini o dividilo per Comune.")
        )
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("Il file non è in UTF-8: salvalo di nuovo come GeoJSON UTF-8.")
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        where = getattr(error, "lineno", "?")
        raise UnreadableFile(
            _("Il file non è un GeoJSON intero (riga %(row)s): forse è stato troncato.")
            % {"row": where}
        ) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise UnreadableFile(_("Nel file non c'è un elenco di confini («features»)."))
    if len(features) > MOST_FEATURES:
        raise UnreadableFile(_("Il file ha più di 2000 confini: dividilo."))
    return features


def checked(
    features: Iterable[Any],
    municipalities: Iterable[Municipality],
    neighbourhoods: Iterable[Neighbourhood],
) -> list[Outcome]:
    """The outcome of each feature against the places of the ambito."""
    index = _index(municipalities, neighbourhoods)
    outcomes, seen = [], set()
    for number, feature in enumerate(features, start=1):
        outcome = _outcome(number, feature, index)
        if outcome.place_id and outcome.place_id in seen:
            outcome = _refuse(number, outcome.name, _("Lo stesso luogo è già in una riga sopra."))
        seen.add(outcome.place_id)
        outcomes.append(outcome)
    return outcomes


def _index(
    municipalities: Iterable[Municipality], neighbourhoods: Iterable[Neighbourhood]
) -> dict[str, Municipality | Neighbourhood]:
    """Places by code and by folded name; a name that two places share finds neither."""
    index: dict[str, Municipality | Neighbourhood] = {}
    shared = set()
    places: list[Municipality | Neighbourhood] = [*municipalities, *neighbourhoods]
    for place in places:
        key = f"name:{fold(place.name)}"
        if key in index:
            shared.add(key)
        index[key] = place
        if isinstance(place, Municipality):
            index[f"istat:{place.istat_code}"] = place
            index[f"cadastral:{place.cadastral_code}"] = place
    return {key: place for key, place in index.items() if key not in shared}


def _outcome(
    number: int, feature: Any, index: Mapping[str, Municipality | Neighbourhood]
) -> Outcome:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    told = properties if isinstance(properties, dict) else {}
    name = clean(str(_first(told, NAMES) or ""))[:120]
    place = _found(told, name, index)
    if place is None:
        return _refuse(
            number, name, _("Nessun Comune o quartiere dell'Ambito con questo codice o nome.")
        )
    geometry, fault = _sound(feature.get("geometry"))
    if geometry is None:
        return _refuse(number, name or place.name, fault)
    same = place.boundary == geometry and not place.schematic
    return Outcome(
        row=number,
        name=place.name,
        state=UNCHANGED if same else CHANGE,
        message=_("Identico a quello che c'è già.") if same else fault or _("Confine nuovo."),
        place_kind=place._meta.model_name or "",
        place_id=str(place.pk),
        geometry=geometry,
    )


def _refuse(number: int, name: str, message: str) -> Outcome:
    return Outcome(row=number, name=name, state=REFUSED, message=message)


def _first(told: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((told[name] for name in names if told.get(name) not in (None, "")), None)


def _found(
    told: Mapping[str, Any], name: str, index: Mapping[str, Municipality | Neighbourhood]
) -> Municipality | Neighbourhood | None:
    """By ISTAT code, by cadastral code, then by name."""
    istat, cadastral = _first(told, ISTAT), _first(told, CADASTRAL)
    keys = []
    if istat is not None:
        keys.append(f"istat:{str(istat).zfill(6)}")
    if cadastral is not None:
        keys.append(f"cadastral:{str(cadastral).upper()}")
    if name and not keys:
        keys.append(f"name:{fold(name)}")
    return next((index[key] for key in keys if key in index), None)


def _sound(geometry: Any) -> tuple[dict[str, Any] | None, str]:
    """The geometry as it will be kept, and a notice or the reason of the refusal."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None, _("Il confine manca o non è un poligono.")
    try:
        points = [point for ring in rings_of(geometry) for point in ring]
        numeric = bool(points) and all(
            isinstance(axis, int | float) for point in points for axis in point[:2]
        )
    except (TypeError, KeyError, IndexError):
        numeric = False
    if not numeric:
        return None, _("Le coordinate non si leggono.")
    if not is_in_italy(points):
        return None, _(
            "Le coordinate cadono fuori dall'Italia: servono gradi WGS 84 (longitudine, latitudine)."
        )
    return _made_valid(geometry)


def _made_valid(geometry: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    import shapely
    from shapely.geometry import mapping, shape

    try:
        found = shape(geometry)
    except (ValueError, shapely.errors.ShapelyError):
        return None, _("Un anello del confine ha meno di quattro punti o non si chiude.")
    notice = ""
    if not found.is_valid:
        found = shapely.make_valid(found)
        notice = _("Il confine si incrociava da solo: è stato riparato, controllalo sulla mappa.")
    polygons = [part for part in getattr(found, "geoms", [found]) if part.geom_type == "Polygon"]
    if not polygons:
        return None, _("Il confine non racchiude nessuna area.")
    kept = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return json.loads(json.dumps(mapping(kept))), notice
