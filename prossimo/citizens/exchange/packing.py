"""A certificate as plain values, to be kept between the answer and the yes of who asked for it.

How each indicator was reckoned is left out: it is never written on a file.
"""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from prossimo.citizens.exchange.isee import (
    ApplicationState,
    Certificate,
    IseeQuery,
    Kind,
    Member,
    Relation,
    Remark,
    Values,
)

DAYS = ("presented_on", "valid_from", "expires_on", "released_on", "checked_on", "valid_on")


def packed(certificate: Certificate) -> dict[str, Any]:
    """Only texts, numbers, lists and dictionaries."""
    bare = tuple(dataclasses.replace(each, reckoning=()) for each in certificate.values)
    told = dataclasses.asdict(dataclasses.replace(certificate, values=bare))
    plain: dict[str, Any] = _plain(told)
    return plain


def unpacked(told: dict[str, Any]) -> Certificate:
    """The certificate that `packed` took apart.

    >>> values = Values(Kind.ORDINARY, isee=842050, scale=Decimal("2.46"))
    >>> one = Certificate("INPS-ISEE-2026-1", "RSSMRA60E52A794X", dt.date(2026, 1, 20), (values,))
    >>> unpacked(packed(one)) == one
    True
    """
    query = told["query"]
    whole = _dated(told) | {
        "values": tuple(_values(each) for each in told["values"]),
        "members": tuple(
            Member(**{**each, "relation": Relation(each["relation"])}) for each in told["members"]
        ),
        "remarks": tuple(Remark(**_dated(each)) for each in told["remarks"]),
        "query": IseeQuery(**_dated(query) | {"state": ApplicationState(query["state"])})
        if query
        else None,
    }
    return Certificate(**whole)


def _values(told: dict[str, Any]) -> Values:
    scale = Decimal(told["scale"]) if told["scale"] is not None else None
    return Values(**_dated(told) | {"kind": Kind(told["kind"]), "scale": scale, "reckoning": ()})


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    days = {name: told[name] for name in DAYS if told.get(name)}
    return {**told, **{name: dt.date.fromisoformat(text) for name, text in days.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str | Decimal) else value
