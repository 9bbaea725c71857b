"""Which live files stand in a cell of the observatory: by age, sex, citizenship, place."""

from django.db.models import Q

from prossimo.territory.choices import CitizenshipGroup, Sex
from prossimo.territory.models import Municipality


def with_trait(dimension: str, value: str | None, year: int, *, path: str = "") -> Q:
    """Who has this value of a dimension, by the age completed in the year.

    `path` leads to the person from the records in question («person__»).
    """
    if dimension == "age_band":
        return _of_age(value, year, path)
    if dimension == "citizenship":
        return _citizen(value, path)
    if value is None:
        return Q(**{f"{path}sex": Sex.OTHER}) | Q(**{f"{path}sex__isnull": True})
    return Q(**{f"{path}sex": value})


def in_place(value: str | None, *, path: str = "") -> Q:
    """Who belongs to a neighbourhood, or to a Comune that is not divided in neighbourhoods.

    The records bear a neighbourhood of their own; `path` leads to the person, who has the Comune.
    """
    nowhere = Q(neighbourhood__isnull=True)
    town = f"{path}municipality"
    if value is None:
        undivided = Municipality.objects.undivided().values("pk")
        return nowhere & (Q(**{f"{town}__isnull": True}) | ~Q(**{f"{town}__in": undivided}))
    return Q(neighbourhood=value) | (nowhere & Q(**{town: value}))


def _of_age(band: str | None, year: int, path: str) -> Q:
    """Birth years of an age band."""
    if band is None:
        return Q(**{f"{path}born_on__isnull": True})
    youngest, _dash, oldest = band.rstrip("+").partition("-")
    born = Q(**{f"{path}born_on__year__lte": year - int(youngest)})
    return born & Q(**{f"{path}born_on__year__gte": year - int(oldest)}) if oldest else born


def _citizen(group: str | None, path: str) -> Q:
    said = f"{path}citizenships"
    unsaid = Q(**{f"{said}__isnull": True}) | Q(**{said: []})
    if group is None:
        return unsaid
    italian = Q(**{f"{said}__contains": ["IT"]})
    if group == CitizenshipGroup.ITALIAN:
        return italian
    return Q(**{f"{said}__isnull": False}) & ~italian & ~Q(**{said: []})
