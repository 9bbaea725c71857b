"""Work that waits for a newcomer: pairs of files to judge, a file of the registry to approve.

Done as the people of the demo would, through the same operations, once the towns are written.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator

from django.db.models import Count, QuerySet

from prossimo.accounts import identity
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import PairFinder
from prossimo.citizens.models import Person
from prossimo.citizens.names import country
from prossimo.citizens.operations import registry, registry_work
from prossimo.citizens.operations.doubles import Candidate, note_pairs
from prossimo.citizens.queries.doubles_compared import side_by_side
from prossimo.citizens.registry.example import HEADINGS
from prossimo.territory.models import Municipality

MOST_TWICE, MOST_NAMESAKES, HOUSEHOLDS = 24, 6, 45
PARTS = {
    "tax_code": "tax_code", "surname": "surname", "given_name": "given_name", "born_on": "born_on",
    "birth_place": "birth_place", "sex": "sex", "residence": "address", "phones": "phones",
}  # fmt: skip
WEIGHTS = {"agree": 1.0, "close": 0.6, "missing": 0.0, "differ": -0.5}
BRINGS = "segretariato"  # the account that brings the file of the registry
Pair = tuple[str, str]
# Nobody of the towns: a household that has just arrived, and somebody whose day cannot be.
ARRIVED = (
    ("A990001", "F99001", "Haddad", "Salma", "F", "14/02/1991", "Marocco", "", "Marocco",
     "intestataria", "Via Inventata", "12"),
    ("A990002", "F99001", "Haddad", "Youssef", "M", "03/09/1988", "Marocco", "", "Marocco",
     "coniuge", "Via Inventata", "12"),
    ("A990003", "F99001", "Haddad", "Nour", "F", "21/06/2019", "Marocco", "", "Marocco",
     "figlia", "Via Inventata", "12"),
    ("A990004", "F99002", "Esempi", "Carla", "F", "31/02/1980", "Bergamo", "", "Italia",
     "intestataria", "Via Inventata", "14"),
)  # fmt: skip


def leave(twice: dict[str, list[Pair]], today: dt.date) -> None:
    """Leave the pairs of each Ambito to who judges them there, and a file to who approves it."""
    for ambito, pairs in twice.items():
        for post in _posts(ambito)[:1]:
            with identity.acting_as(post.user_id, post.pk) as actor:
                note_pairs([*_twice(actor, pairs), *_namesakes(actor)], by=actor)
    for post in _posts("bergamo").filter(user__username=BRINGS):
        _bring_registry(post, today)


def _posts(ambito: str) -> QuerySet[Post]:
    """The social secretariat of an Ambito: it judges doubles, and brings the registry."""
    posts = Post.objects.filter(ambito__key=ambito, role=RoleKey.SOCIAL_DESK)
    return posts.order_by("user__username")


def _twice(actor: Actor, pairs: Iterable[Pair]) -> Iterator[Candidate]:
    """People who truly are registered twice."""
    first = sorted(pairs)[:MOST_TWICE]
    numbers = {number for pair in first for number in pair}
    people = _people(actor, pk__in=numbers)
    for left, right in first:
        if left in people and right in people:
            yield candidate_of(actor, people[left], people[right])


def _namesakes(actor: Actor) -> Iterator[Candidate]:
    """People of one name born on one day, who are not: somebody has to look."""
    seen = Person.objects.visible_to(actor, Right.PERSON_MERGE).exclude(born_on=None)
    alike = seen.order_by().values("sort_key", "born_on").annotate(n=Count("pk")).filter(n=2)
    for row in alike.order_by("sort_key", "born_on")[:MOST_NAMESAKES]:
        same = {"sort_key": row["sort_key"], "born_on": row["born_on"]}
        yield candidate_of(actor, *_people(actor, **same).values())


def _people(actor: Actor, **which: object) -> dict[str, Person]:
    people = Person.objects.visible_to(actor, Right.PERSON_MERGE).filter(**which)
    places = ("municipality", "neighbourhood")
    listed = people.select_related(*places).defer(*(f"{place}__boundary" for place in places))
    return {each.pk.hex: each for each in listed.order_by("pk")}


def candidate_of(actor: Actor, left: Person, right: Person) -> Candidate:
    """A pair with what agrees and what does not, as the machine would have said it."""
    lines = [line for line in side_by_side(actor, left, right) if line.key in PARTS]
    reasons = [
        {
            "part": PARTS[line.key],
            "outcome": line.outcome,
            "level": "",
            "weight": WEIGHTS[line.outcome],
        }
        for line in lines
    ]
    said = {line.key: line.outcome for line in lines}
    codes = {left.tax_code_state, right.tax_code_state}
    if codes == {"valid"} and left.tax_code != right.tax_code:
        reasons.append({"part": "rule", "outcome": "", "level": "two_codes", "weight": 0.0})
    score = 0.6 + 0.06 * sum(WEIGHTS[outcome] for outcome in said.values())
    same_code = said.get("tax_code") == "agree"
    return Candidate(
        left.pk,
        right.pk,
        0.99 if same_code else round(min(max(score, 0.5), 0.98), 4),
        reasons,
        PairFinder.TAX_CODE if same_code and codes == {"valid"} else PairFinder.BULK,
    )


def _bring_registry(post: Post, today: dt.date) -> None:
    """A file of one municipality, read and compared: somebody else is to approve it."""
    with identity.acting_as(post.user_id, post.pk) as actor:
        town = _town(actor)
        if town is None:
            return
        batch = registry.receive_file(
            by=actor,
            name=f"anagrafe-{town.name.lower().replace(' ', '-')}-{today:%Y-%m}.csv",
            pieces=[_content(actor, town, today)],
            municipality=town,
        )
        registry.choose_columns(batch.pk, by=actor, chosen=batch.columns, words={})
    registry_work.work(batch.pk, post.user_id, post.pk)


def _town(actor: Actor) -> Municipality | None:
    """The municipality with most people of those the account works for."""
    people = Person.objects.visible_to(actor, Right.PERSON_WRITE).exclude(municipality=None)
    most = people.order_by().values("municipality").annotate(n=Count("pk")).order_by("-n").first()
    return Municipality.objects.get(pk=most["municipality"]) if most else None


def _content(actor: Actor, town: Municipality, today: dt.date) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*HEADINGS, "quartiere"])
    writer.writerows(_rows(actor, town, today))
    return out.getvalue().encode("utf-8-sig")


def _rows(actor: Actor, town: Municipality, today: dt.date) -> Iterator[list[str]]:
    people = Person.objects.visible_to(actor, Right.PERSON_WRITE).filter(
        municipality=town, died_on=None
    )
    living = people.exclude(registry_id="").exclude(household=None).exclude(street="")
    homes = living.order_by("household_id").values("household_id").distinct()[:HOUSEHOLDS]
    members = living.filter(household__in=[row["household_id"] for row in homes])
    since = f"{today - dt.timedelta(days=9):%d/%m/%Y}"
    last: list[str] = []
    for number, person in enumerate(
        members.select_related("household", "neighbourhood").order_by("household_id", "pk")
    ):
        last = _row(person)
        if number % 17 == 3:  # moved within the town
            last[11:13] = "Via Inventata", str(number)
            last[14] = since
        if number % 29 == 7:
            last[15:17] = "deceduta", since
        if number % 23 == 5:  # a vowel too many
            last[2] += last[2][-1]
        yield last
    if last:
        yield last  # a row that stands there twice
    for row in ARRIVED:
        yield [*row[:10], town.name, *row[10:], "24100", since, "residente", "", ""]


def _row(person: Person) -> list[str]:
    household = person.household.registry_id if person.household else ""
    return [
        person.registry_id,
        household,
        person.surname,
        person.given_name,
        person.sex,
        f"{person.born_on:%d/%m/%Y}" if person.born_on else "",
        person.birth_place,
        person.tax_code,
        ", ".join(country(code) for code in person.citizenships),
        person.household_role,
        "",
        person.street,
        person.street_number,
        person.postcode,
        f"{person.resides_since:%d/%m/%Y}" if person.resides_since else "",
        person.registry_state,
        "",
        person.neighbourhood.name if person.neighbourhood else "",
    ]
