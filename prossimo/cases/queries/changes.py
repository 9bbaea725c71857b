"""What changed in a case besides its state: area, intensity, who owns it, when it is looked at again."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from prossimo.accounts.choices import UserArea
from prossimo.accounts.models import Post, User
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import Intensity
from prossimo.cases.models import Case
from prossimo.core import wording
from prossimo.core.privacy import FieldClass, visible_fields

WATCHED = (
    "user_area",
    "intensity",
    "owner_id",
    "at_risk",
    "protected",
    "review_on",
    "follow_up_on",
)
# The history holds a row for each page of diary, which moves only the day of the last news.
CHANGED = f"""
SELECT at, who, {", ".join(WATCHED)}, {", ".join(f"was_{name}" for name in WATCHED)}
  FROM (SELECT pgh_created_at AS at, pgh_user AS who, pgh_id, {", ".join(WATCHED)},
               lag(pgh_id) OVER w AS earlier,
               {", ".join(f"lag({name}) OVER w AS was_{name}" for name in WATCHED)}
          FROM cases_casehistoryevent WHERE pgh_obj_id = %s WINDOW w AS (ORDER BY pgh_id)) told
 WHERE earlier IS NOT NULL
   AND ({", ".join(WATCHED)}) IS DISTINCT FROM ({", ".join(f"was_{name}" for name in WATCHED)})
 ORDER BY pgh_id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One saving that changed something one may see: when, who, what in words."""

    at: dt.datetime
    by: str
    said: str


def changes_of(actor: Actor, case: Case, most: int) -> list[Change]:
    """The last changes, the latest first, with the fields that these eyes may have."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [case.pk, most])
        rows = cursor.fetchall()
    if not rows:
        return []
    width = len(WATCHED)
    seen = visible_fields(Case, FieldClass(actor.ceiling))
    posts = {row[2 + WATCHED.index("owner_id")] for row in rows}
    posts |= {row[2 + width + WATCHED.index("owner_id")] for row in rows}
    owners = _owners(posts)
    who = _names({row[1] for row in rows})
    found = []
    for at, user, *values in rows:
        now, was = values[:width], values[width:]
        said = [
            _said(name, before, after, owners)
            for name, before, after in zip(WATCHED, was, now, strict=True)
            if before != after and name.removesuffix("_id") in seen
        ]
        if said:
            found.append(Change(at, who.get(user, ""), "; ".join(said)))
    return found


def _said(name: str, before: Any, after: Any, owners: Mapping[uuid.UUID, str]) -> str:
    """«intensità: da leggera a piena»."""
    field: Any = Case._meta.get_field(name.removesuffix("_id"))
    label = str(field.verbose_name)
    told = {
        "what": label,
        "before": _value(name, before, owners),
        "after": _value(name, after, owners),
    }
    if before is None:
        return _("%(what)s: %(after)s") % told
    if after is None:
        return _("%(what)s: non più %(before)s") % told
    return _("%(what)s: da %(before)s a %(after)s") % told


def _value(name: str, value: Any, owners: Mapping[uuid.UUID, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, dt.date):
        return wording.day(value)
    if name == "user_area":
        return str(UserArea(value).label)
    if name == "intensity":
        return str(Intensity(value).label)
    return owners.get(value, "…")


def _owners(posts: set[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    rows = Post.objects.filter(pk__in=posts - {None}).select_related("user")
    return {post.pk: post.user.get_full_name() for post in rows}


def _names(users: set[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    rows = User.objects.filter(pk__in=users - {None})
    return {user.pk: user.get_full_name() for user in rows}
