"""Who was sent to a service in the invented towns: referrals in every state, and years of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from prossimo.access.choices import ReferralOutcome, RefusedWhy, Urgency
from prossimo.access.models import Contact, Referral, ReferralStep
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.catalogue.models import Service
from prossimo.core.periods import ROME
from prossimo.core.workdays import after_working_days
from prossimo.web.demo.draws import Dice, dice
from prossimo.web.demo.services import offer_services

MONTHS, A_MONTH, LATELY = 36, 7, 40
SENDERS = ("sportello", "segretariato", "assistente")
REQUESTS = (
    "Vive sola e fa fatica con la spesa: chiede un aiuto per le prossime settimane.",
    "Cerca un posto per il figlio il pomeriggio, mentre lavora.",
    "È in ritardo con due bollette e non sa da dove cominciare.",
    "Vorrebbe imparare l'italiano e conoscere altre persone del quartiere.",
    "La figlia che l'assiste è stanca: chiede respiro per qualche giorno.",
)
ANSWER_NOTE = {
    "accepted": "La chiamiamo in settimana per il primo incontro.",
    "refused": "In questo momento non riusciamo ad accogliere altre persone.",
    "more_needed": "Ci serve sapere l'ISEE e se ha già avuto altri aiuti.",
}
# The path to each state, as names of moves and the state each leads to.
PATHS = {
    "sent": (),
    "received": (("receive", "received"),),
    "more_needed": (("receive", "received"), ("ask_more", "more_needed")),
    "accepted": (("receive", "received"), ("accept", "accepted")),
    "refused": (("receive", "received"), ("refuse", "refused")),
    "withdrawn": (("withdraw", "withdrawn"),),
    "started": (("receive", "received"), ("accept", "accepted"), ("start", "started")),
    "ended": (
        ("receive", "received"), ("accept", "accepted"), ("start", "started"), ("end", "ended"),
    ),
}  # fmt: skip
NOW = ("sent", "received", "accepted", "more_needed", "refused", "started", "ended", "sent",
       "withdrawn", "accepted")  # fmt: skip
THEN = ("ended", "ended", "ended", "refused", "ended", "withdrawn", "ended")

Drawn = tuple[Contact, str, dt.datetime]  # a contact, how its referral stands, when it was sent


@dataclass(frozen=True, slots=True)
class Town:
    """What the referrals of an Ambito are drawn from."""

    rng: Dice
    now: dt.datetime
    services: list[Service]
    senders: list[Post]
    answering: dict[object, Post]  # by organisation, who answers with an account


@transaction.atomic
def send_people(seed: int, now: dt.datetime) -> None:
    """Write the catalogue, then the referrals of the first Ambito: years of them, and this week's."""
    services = [each for each in offer_services(now.date()) if each.ambito.key == "bergamo"]
    posts = Post.objects.filter(ambito__key="bergamo").select_related("user")
    senders = list(posts.filter(user__username__in=SENDERS).order_by("user__username"))
    town = Town(
        dice(seed, "sending"), now, services, senders,
        {post.organisation_id: post for post in posts.filter(role=RoleKey.PARTNER).order_by("pk")},
    )  # fmt: skip
    rows: list[Referral] = []
    steps: list[ReferralStep] = []
    taken: set[tuple[object, object]] = set()
    for drawn in _drawn(town):
        service, person = _service(town, len(rows)), drawn[0].person_id
        if (person, service.pk) in taken:
            continue
        taken.add((person, service.pk))
        row, path = _referral(town, drawn, service, len(rows))
        rows.append(row)
        steps += path
    Referral.objects.unscoped("the demo").bulk_create(rows)
    ReferralStep.objects.unscoped("the demo").bulk_create(steps)


def _drawn(town: Town) -> Iterator[Drawn]:
    """Some contacts of each month, and more of the last weeks, each with how its referral stands."""
    today = town.now.date()
    first = today.replace(day=1)
    for back in range(MONTHS, 0, -1):
        last = first - dt.timedelta(days=30 * back)
        for place, contact in enumerate(_contacts(last, 30, A_MONTH)):
            yield contact, THEN[(place + back) % len(THEN)], contact.happened_at
    for place, contact in enumerate(_contacts(today - dt.timedelta(days=LATELY), LATELY, 36)):
        yield contact, NOW[place % len(NOW)], contact.happened_at


def _contacts(since: dt.date, days: int, most: int) -> list[Contact]:
    rows = Contact.objects.unscoped("the demo").filter(
        ambito__key="bergamo", day__gte=since, day__lt=since + dt.timedelta(days=days),
        person__isnull=False, person__died_on=None, person__merged_into=None,
    )  # fmt: skip
    return list(rows.select_related("person", "desk").order_by("happened_at", "pk")[: most * 3 : 3])


def _service(town: Town, place: int) -> Service:
    """Every third of those that are open goes to who answers with an account."""
    open_now = [each for each in town.services if each.last_on is None]
    if place % 3 == 0:
        own = [each for each in open_now if each.organisation_id in town.answering]
        return own[int(town.rng.integers(len(own)))]
    return open_now[int(town.rng.integers(len(open_now)))]


def _referral(
    town: Town, drawn: Drawn, service: Service, place: int
) -> tuple[Referral, list[ReferralStep]]:
    """A referral with its path, a day or two between a step and the next, never after now."""
    contact, state, sent_at = drawn
    sender = town.senders[place % len(town.senders)]
    person = contact.person
    assert person is not None
    partner = town.answering.get(service.organisation_id)
    sent_at = min(sent_at + dt.timedelta(minutes=20), town.now - dt.timedelta(minutes=5))
    due = after_working_days(sent_at.astimezone(ROME).date(), service.answer_days)
    row = Referral(
        ambito_id=contact.ambito_id, municipality_id=person.municipality_id, desk=contact.desk,
        contact=contact, person=person, neighbourhood_id=person.neighbourhood_id,
        organisation_id=service.organisation_id, service=service,
        urgency=(Urgency.ORDINARY, Urgency.SOON, Urgency.ORDINARY, Urgency.TODAY)[place % 4],
        request=REQUESTS[place % len(REQUESTS)], shared_fields=["name", "birth"],
        shared={
            "name": person.full_name,
            **({"birth": f"{person.born_on:%d/%m/%Y}"} if person.born_on else {}),
            "_from": f"{sender.user.get_full_name()}, {contact.desk}",
        },
        agreement=("spoken", "spoken", "written")[place % 3],
        agreed_on=sent_at.astimezone(ROME).date(), state=state, sent_at=sent_at,
        answer_due_on=due, link_to="" if partner else service.referral_email,
        link_until=None if partner else sent_at + dt.timedelta(days=30),
        sender=sender.user, post=sender,
    )  # fmt: skip
    return row, list(_path(town, row, sender, partner, place))


def _path(
    town: Town, row: Referral, sender: Post, partner: Post | None, place: int
) -> Iterator[ReferralStep]:
    at, source = row.sent_at, "sent"
    yield ReferralStep(referral=row, name="send", target="sent", at=at, by=sender.user, post=sender)
    for name, target in PATHS[row.state]:
        at = min(at + dt.timedelta(hours=5 + 17 * ((place + len(name)) % 4)), town.now)
        _happen(row, name, at, place)
        by = sender if name == "withdraw" else partner
        signed = "" if by else "Segreteria dell'ente"
        yield ReferralStep(
            referral=row, name=name, source=source, target=target, at=at,
            by=by.user if by else None, post=by, signed=signed,
            note=ANSWER_NOTE.get(target, "") if name in {"accept", "refuse", "ask_more"} else "",
        )  # fmt: skip
        source = target
    if row.state in {"ended", "refused"} and (town.now - row.sent_at).days > LATELY:
        yield ReferralStep(
            referral=row, name="seen", source=row.state, target=row.state, at=at,
            by=sender.user, post=sender,
        )  # fmt: skip


def _happen(row: Referral, name: str, at: dt.datetime, place: int) -> None:
    day = at.astimezone(ROME).date()
    if name == "receive":
        row.received_at = at
        row.link_opened_at = at if row.link_to else None
    elif name in {"accept", "refuse"}:
        row.answered_at = at
        row.answer = ANSWER_NOTE.get("accepted" if name == "accept" else "refused", "")
        if name == "refuse":
            row.refused_why = RefusedWhy.values[place % 5]
    elif name == "ask_more":
        row.answer = ANSWER_NOTE["more_needed"]
    elif name == "start":
        row.started_on = day
    elif name == "end":
        row.ended_on = day
        row.outcome = ReferralOutcome.values[(0, 0, 1, 0, 3, 2)[place % 6]]
