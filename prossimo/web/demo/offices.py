"""What is written one by one: Ambiti, municipalities, bodies, desks, reasons, staff."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from prossimo.access.models import Desk, DeskDuty, DeskHours, Reason
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.demo_accounts import DEMO_ACCOUNTS, PASSWORD
from prossimo.accounts.models import Post, User
from prossimo.core.periods import between, since
from prossimo.core.text import fold
from prossimo.network.choices import OrganisationKind
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood
from prossimo.web.demo import codes, reasons, teams
from prossimo.web.demo.boundaries import shapes_of
from prossimo.web.demo.desks import BODIES, BUREAUS, Bureau
from prossimo.web.demo.draws import Dice, dice, identifier, pick
from prossimo.web.demo.names import NameBook
from prossimo.web.demo.people import REGISTRY_OPENED
from prossimo.web.demo.places import DISTRICTS, District, Point

OPENED = dt.datetime.combine(REGISTRY_OPENED, dt.time(8), dt.UTC)
LEFT = dt.date(2021, 6, 30)  # the day on which those who left, left
ACCOUNTS = {account.username: account for account in DEMO_ACCOUNTS}


@dataclass
class Offices:
    """The rows of every Ambito, with the names by which the rest of the town finds them."""

    seed: int
    ambiti: dict[str, Ambito] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    neighbourhoods: dict[tuple[str, str], Neighbourhood] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    hours: list[DeskHours] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    duties: list[DeskDuty] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = dice(self.seed, "offices")

    def new_id(self) -> uuid.UUID:
        at = int(OPENED.timestamp() * 1000) + len(self.users) + len(self.hours)
        return identifier(self._dice, at)

    def write(self) -> None:
        """Insert them all, as if the registry had been opened on its first day."""
        Ambito.objects.bulk_create(self.ambiti.values())
        written: list[tuple[type[Model], Iterable[Model]]] = [
            (Municipality, self.municipalities.values()),
            (Neighbourhood, self.neighbourhoods.values()),
            (Organisation, self.bodies.values()),
            (Desk, self.desks.values()),
            (Reason, self.reasons),
            (User, self.users),
            (Post, self.posts),
        ]
        for model, rows in written:
            model._default_manager.bulk_create(rows)
            mine = model._default_manager.filter(pk__in=[row.pk for row in rows])
            mine.update(created_at=OPENED, changed_at=OPENED)
        DeskHours.objects.bulk_create(self.hours)
        DeskDuty.objects.bulk_create(self.duties)


def offices_of(seed: int, book: NameBook) -> Offices:
    found = Offices(seed)
    for district in DISTRICTS:
        _territory(found, district)
    _bodies(found)
    for bureau in BUREAUS:
        _desk(found, bureau)
    _reasons(found)
    _staff(found, book)
    return found


# --- territory and desks ----------------------------------------------------------------------


def _territory(offices: Offices, district: District) -> None:
    ambito = Ambito(id=offices.new_id(), key=district.key, name=district.name, invented=True)
    offices.ambiti[district.key] = ambito
    shapes = shapes_of(district)
    for place, comune in enumerate(district.comuni):
        town = codes.town(comune.name, district.province)
        municipality = Municipality(
            id=offices.new_id(),
            ambito=ambito,
            name=comune.name,
            istat_code=town.istat,
            cadastral_code=town.cadastral,
            boundary=shapes.comuni[place],
        )
        offices.municipalities[comune.name] = municipality
        for number, quarter in enumerate(comune.quarters):
            offices.neighbourhoods[comune.name, quarter.name] = Neighbourhood(
                id=offices.new_id(),
                municipality=municipality,
                name=quarter.name,
                boundary=shapes.quarters[place][number],
            )


def _bodies(offices: Offices) -> None:
    listed = [(body.key, body.district, body.name, body.kind) for body in BODIES]
    for district in DISTRICTS:
        for comune in district.comuni:
            name = f"Comune di {comune.name}"
            listed.append((name, district.key, name, OrganisationKind.MUNICIPALITY))
            for quarter in comune.quarters:
                name = f"Parrocchia di {quarter.name}"
                listed.append((name, district.key, name, OrganisationKind.PARISH))
    for key, district_key, name, kind in listed:
        address = fold(name).replace(" ", "")[:40]
        offices.bodies[key] = Organisation(
            id=offices.new_id(),
            ambito=offices.ambiti[district_key],
            name=name,
            kind=kind,
            email=f"info@{address}.example",
        )


def _desk(offices: Offices, bureau: Bureau) -> None:
    longitude, latitude = _near(offices, bureau)
    desk = Desk(
        id=offices.new_id(),
        ambito=offices.ambiti[bureau.district],
        municipality=offices.municipalities[bureau.comune],
        neighbourhood=offices.neighbourhoods.get((bureau.comune, bureau.quarter)),
        organisation=offices.bodies.get(bureau.body),
        name=bureau.name,
        kind=bureau.kind,
        part_of_pass=bureau.part_of_pass,
        place=bureau.place,
        phone=f"+39 399 000 {100 + len(offices.desks)}",
        email=f"{bureau.key.replace('_', '.')}@sportelli.example",
        longitude=longitude,
        latitude=latitude,
        period=between(bureau.since, bureau.until),
    )
    offices.desks[bureau.key] = desk
    offices.hours += [
        DeskHours(
            id=offices.new_id(),
            desk=desk,
            weekday=weekday,
            opens_at=dt.time(*divmod(opens, 60)),
            closes_at=dt.time(*divmod(closes, 60)),
        )
        for weekday, opens, closes in bureau.slots()
    ]


def _near(offices: Offices, bureau: Bureau) -> Point:
    """A point not far from the centre of the place the desk is in."""
    comune = next(c for d in DISTRICTS for c in d.comuni if c.name == bureau.comune)
    centre = next((q.centre for q in comune.quarters if q.name == bureau.quarter), comune.centre)
    shift = offices._dice.normal(0, 0.0012, 2)
    return round(centre[0] + float(shift[0]), 5), round(centre[1] + float(shift[1]), 5)


def _reasons(offices: Offices) -> None:
    for rank, motive in enumerate(reasons.MOTIVES, start=1):
        offices.reasons.append(
            Reason(
                id=offices.new_id(),
                key=motive.key,
                label=motive.label,
                group=motive.group,
                rank=rank * 10,
                period=between(motive.since, motive.until),
            )
        )


# --- staff ------------------------------------------------------------------------------------


def _staff(offices: Offices, book: NameBook) -> None:
    rng = dice(offices.seed, "staff")
    salt = "".join(rng.choice(list("abcdefghkmnpqrstuvwxyz23456789"), 28).tolist())
    secret = make_password(PASSWORD, salt=salt)
    taken = set(ACCOUNTS)
    for team in teams.TEAMS:
        for number in range(team.members):
            last = number == team.members - 1
            if last and team.account:
                user = _account_user(offices, team.account)
            else:
                user = _somebody(offices, rng, book, taken)
            left = team.history and number == 0
            user.is_active = not left
            user.password = secret
            offices.users.append(user)
            _post(offices, user, team, LEFT if left else None)
    user = _account_user(offices, teams.TWO_POSTS)
    user.password = secret
    offices.users.append(user)
    _post(offices, user, teams.FIRST_POST, None)
    _post(offices, user, teams.SECOND_POST, None)


def _account_user(offices: Offices, username: str) -> User:
    account = ACCOUNTS[username]
    return User(
        id=offices.new_id(),
        username=username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=f"{username}@prossimo.example",
        sessions_from=OPENED,
    )


def _somebody(offices: Offices, rng: Dice, book: NameBook, taken: set[str]) -> User:
    families, names = book.families["bergamo"], book.given_names[0]
    while True:
        sex = int(rng.random() < 0.25)
        surname = families.forms[pick(rng, families.weights, 1)[0], sex]
        listed = names.lists[2 + int(rng.random() < 0.3)][sex]
        first, last = book.given.spelled[rng.choice(listed)], book.surnames.spelled[surname]
        username = f"{fold(first)[0]}.{fold(last).replace(' ', '')}"
        if username not in taken:
            taken.add(username)
            break
    return User(
        id=offices.new_id(),
        username=username,
        first_name=first,
        last_name=last,
        email=f"{username}@prossimo.example",
        sessions_from=OPENED,
    )


def _post(offices: Offices, user: User, team: teams.Team, left: dt.date | None) -> None:
    post = Post(
        id=offices.new_id(),
        user=user,
        role=team.role,
        ambito=offices.ambiti[team.district],
        municipality=offices.municipalities.get(team.comune),
        organisation=offices.bodies.get(team.body),
        neighbourhood=offices.neighbourhoods.get(("Bergamo", team.quarter)),
        user_area=team.area,
        weekly_hours=_hours(team, len(offices.posts)),
        period=between(teams.LONG_AGO, left),
    )
    offices.posts.append(post)
    for key in team.desks:
        bureau = next(b for b in BUREAUS if b.key == key)
        if left is None or bureau.since < left:
            offices.duties.append(
                DeskDuty(
                    id=offices.new_id(),
                    desk=offices.desks[key],
                    post=post,
                    period=_duty(bureau, left),
                )
            )


def _hours(team: teams.Team, turn: int) -> Decimal | None:
    """One social worker in five works part time."""
    return Decimal(24) if team.role == RoleKey.CASEWORKER and turn % 5 == 2 else None


def _duty(bureau: Bureau, left: dt.date | None) -> DateRange:
    ends = [day for day in (bureau.until, left) if day]
    return between(bureau.since, min(ends)) if ends else since(bureau.since)
