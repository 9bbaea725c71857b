"""How much everybody carries: cases and their weight, by worker, area, neighbourhood; whom to give what."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from prossimo.access import allocating
from prossimo.access.models import AllocationRule
from prossimo.access.queries import allocation
from prossimo.accounts.choices import RoleKey, UserArea
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor
from prossimo.cases.choices import CaseState, Intensity
from prossimo.cases.models import Case
from prossimo.cases.models.case import CaseQuerySet
from prossimo.cases.models.silence import silence
from prossimo.cases.policies.cases import sees_all
from prossimo.cases.rules import StaffingRule, staffing_on, staffing_stands, weights_on
from prossimo.core.periods import today
from prossimo.territory.queries import latest_year, totals_by

SOCIAL_WORKERS = (RoleKey.CASEWORKER, RoleKey.SOCIAL_DESK)
MOST = 50  # cases without owner on one page


@dataclass(slots=True)
class Load:
    """What one worker, area or neighbourhood carries."""

    key: str
    label: str
    by_intensity: Counter[str] = field(default_factory=Counter)
    weight: int = 0
    silent: int = 0
    due: int = 0
    url: str = ""

    @property
    def live(self) -> int:
        return self.by_intensity.total()

    @property
    def prevention(self) -> int:
        return self.by_intensity[Intensity.PREVENTION]

    @property
    def light(self) -> int:
        return self.by_intensity[Intensity.LIGHT]

    @property
    def full(self) -> int:
        return self.by_intensity[Intensity.FULL]


BY = {
    "chi": ("owner", "owner__user__first_name", "owner__user__last_name"),
    "area": ("user_area",),
    "quartiere": ("neighbourhood", "neighbourhood__name"),
}


def carried(actor: Actor) -> CaseQuerySet:
    """The live cases that somebody has: all one sees who coordinates, one's own otherwise."""
    rows = Case.objects.visible_to(actor).live().exclude(owner=None)
    return rows if sees_all(actor) else rows.filter(owner=actor.post_id)


def loads_by(actor: Actor, by: str) -> list[Load]:
    """The heaviest first."""
    day = today()
    weights = weights_on(day)
    told = (
        carried(actor)
        .order_by()
        .values(*BY[by], "intensity")
        .annotate(
            n=Count("pk"),
            quiet=Count("pk", filter=silence(day)),
            to_review=Count("pk", filter=Q(review_on__lte=day)),
        )
    )
    found: dict[str, Load] = {}
    for row in told:
        key = str(row[BY[by][0]] or "")
        load = found.setdefault(key, Load(key, _label(by, row)))
        load.by_intensity[row["intensity"]] += row["n"]
        load.weight += row["n"] * weights.of(row["intensity"])
        load.silent += row["quiet"]
        load.due += row["to_review"]
    return sorted(found.values(), key=lambda load: (-load.weight, load.label))


def _label(by: str, row: dict[str, object]) -> str:
    if by == "area":
        return str(UserArea(str(row["user_area"])).label)
    if by == "quartiere":
        return str(row["neighbourhood__name"] or _("quartiere non noto"))
    return f"{row['owner__user__last_name']} {row['owner__user__first_name']}".strip()


@dataclass(frozen=True, slots=True)
class Unowned:
    """A case that nobody has, with who the rules propose and why."""

    case: Case
    post: Post | None
    explained: list[str]


def unowned(actor: Actor) -> list[Unowned]:
    """The oldest report first; each with an owner proposed by area, territory and load."""
    rows = Case.objects.visible_to(actor).filter(state=CaseState.PROPOSED, owner=None).for_list()
    cases = list(rows.order_by("reported_on", "pk")[:MOST])
    if not cases:
        return []
    rules = allocation.rules_in_force(actor)
    carries: Counter[uuid.UUID] = Counter(
        Case.objects.visible_to(actor).live().exclude(owner=None).values_list("owner", flat=True)
    )
    workers = list(allocation.caseworkers(actor))
    return [_proposed(case, rules, carries, workers) for case in cases]


def _proposed(
    case: Case, rules: Iterable[AllocationRule], carries: Counter[uuid.UUID], workers: list[Post]
) -> Unowned:
    by_key = {rule.pk: rule for rule in rules}
    lines = [
        allocating.Rule(
            rule.pk, rule.post_id, rule.user_area, rule.municipality_id, rule.neighbourhood_id,
            rule.most,
        )
        for rule in by_key.values()
    ]  # fmt: skip
    asked = allocating.Asked(case.user_area, case.municipality_id, case.neighbourhood_id)
    for line, how in allocating.tried(lines, asked, carries):
        if how == allocating.FITS:
            rule = by_key[line.key]
            said = {"whom": allocation.for_whom(rule), "load": carries[line.post]}
            return Unowned(
                case, rule.post, [_("La regola dice: segue %(whom)s; oggi ne ha %(load)s.") % said]
            )
    near = [
        post
        for post in workers
        if None in {post.municipality_id, case.municipality_id}
        or post.municipality_id == case.municipality_id
    ]
    if not near:
        return Unowned(case, None, [_("Nessuna assistente sociale in servizio qui.")])
    same = [post for post in near if post.user_area == case.user_area] or near
    lightest = min(same, key=lambda post: (carries[post.pk], post.user.last_name))
    said = {"load": carries[lightest.pk], "area": UserArea(case.user_area).label}
    why = (
        _("Nessuna regola va bene: si occupa di %(area)s e ne ha meno, %(load)s.")
        if lightest.user_area == case.user_area
        else _("Nessuna regola va bene: è chi oggi ne ha meno, %(load)s.")
    )
    return Unowned(case, lightest, [why % said])


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody whose post ended, or ends soon, and who still has live cases."""

    post: Post
    live: int
    ended: bool


def leaving(actor: Actor) -> list[Leaving]:
    """Cases whose owner is no longer in service, or will not be in a month."""
    day = today()
    counts = Counter(
        Case.objects.visible_to(actor).live().exclude(owner=None).values_list("owner", flat=True)
    )
    posts = Post.objects.filter(pk__in=list(counts)).select_related("user")
    found = []
    for post in posts:
        ended = day not in post.period or not post.user.is_active
        if ended or (post.period.upper and post.period.upper <= day + dt.timedelta(days=30)):
            found.append(Leaving(post, counts[post.pk], ended))
    return sorted(found, key=lambda each: (not each.ended, each.post.user.last_name))


def cases_of_post(actor: Actor, post: Post) -> list[Case]:
    """All the live cases of a post, to hand over one by one."""
    rows = Case.objects.visible_to(actor).live().filter(owner=post).for_list()
    return list(rows.order_by("person__sort_key", "pk"))


@dataclass(frozen=True, slots=True)
class Staffing:
    """Social workers in service, as full-time ones, against residents, and what the law owes."""

    workers: int
    full_timers: Decimal
    residents: int
    year: int
    rule: StaffingRule
    stands: str

    @property
    def each(self) -> int:
        return round(self.residents / self.full_timers) if self.full_timers else 0


def staffing(actor: Actor) -> Staffing | None:
    """Of the ambito, or of the municipality to which one is limited; None where nobody was counted."""
    here = (
        Q(municipality=actor.municipality_id)
        if actor.municipality_id
        else Q(municipality__ambito=actor.ambito_id)
    )
    year, rule = latest_year(here), staffing_on(today())
    if year is None or rule is None:
        return None
    residents = sum(total for total, _foreign in totals_by("municipality", here, year).values())
    posts = Post.objects.in_force().of_ambito(actor.ambito_id)
    posts = posts.filter(role__in=SOCIAL_WORKERS, user__is_active=True)
    if actor.municipality_id:
        posts = posts.filter(municipality=actor.municipality_id)
    hours: dict[uuid.UUID, Decimal | None] = {}
    for user, weekly in posts.values_list("user", "weekly_hours"):
        before = hours.get(user, Decimal(0))  # who holds two posts is there for the hours of both
        hours[user] = None if before is None or weekly is None else before + weekly
    full_timers = rule.full_timers(hours.values())
    stands = staffing_stands(residents, full_timers, rule)
    return Staffing(len(hours), full_timers, residents, year, rule, stands)
