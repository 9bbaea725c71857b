"""Reads about referrals: what may be shared of a person, who waits for whom, what came back."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from prossimo.access.choices import ReferralState, SharedField
from prossimo.access.models import Contact, LocalHoliday, Orientation, Referral, ReferralStep
from prossimo.access.models.referrals import ReferralQuerySet
from prossimo.access.queries.contacts import reasons_on_file
from prossimo.access.workflow import TO_ANSWER
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import Post
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens import names
from prossimo.citizens.models import Person
from prossimo.citizens.queries.reach import Way, reach_of
from prossimo.core.periods import today
from prossimo.core.workdays import Closed

# Steps made by who was asked, and those by which the sender shows to have seen them.
ANSWERS = ("ask_more", "accept", "refuse", "start", "end")
SEEN = ("seen", "supply", "withdraw", "reopened")
NEWS_WINDOW = dt.timedelta(days=90)
FROM = "_from"  # in what is shared: who sends, and from where


@dataclass(frozen=True, slots=True)
class Shareable:
    """One thing that may be shared, as the provider would read it."""

    key: str
    label: str
    value: str


def shareable(
    actor: Actor,
    person: Person,
    contact: Contact | None = None,
    orientation: Orientation | None = None,
) -> list[Shareable]:
    """What may be shared of a person, in words; what is sealed or must not be used is not there."""
    reach = reach_of(actor, person)
    asked = contact or (orientation.contact if orientation else None)
    values = {
        SharedField.NAME: person.full_name if person.surname or person.given_name else "",
        SharedField.BIRTH: f"{person.born_on:%d/%m/%Y}" if person.born_on else "",
        SharedField.TAX_CODE: person.tax_code,
        SharedField.PHONE: _ways(way for way in reach.ways if way.is_phone),
        SharedField.EMAIL: _ways(way for way in reach.ways if not way.is_phone),
        SharedField.ADDRESS: _home(person),
        SharedField.LANGUAGES: _languages(person),
        SharedField.NEEDS: (orientation.request if orientation else "") or _needs(contact),
        SharedField.REASONS: _reasons(actor, asked),
    }
    if person.died_on:  # nobody is to be looked for
        values |= {SharedField.PHONE: "", SharedField.EMAIL: "", SharedField.ADDRESS: ""}
    return [
        Shareable(str(key), str(SharedField(key).label), value)
        for key, value in values.items()
        if value
    ]


def _ways(ways: Iterable[Way]) -> str:
    """Numbers and addresses that may be used, each with its care; never those that may not."""
    return "; ".join(way.in_words for way in ways if not way.never)


def _home(person: Person) -> str:
    """The residence that stands on the file: one that is protected does not stand there."""
    if not person.street:
        return ""
    street = " ".join(filter(None, [person.street, person.street_number]))
    return ", ".join(filter(None, [street, person.postcode, str(person.municipality or "")]))


def _languages(person: Person) -> str:
    spoken = ", ".join(names.language(code) for code in person.languages)
    interpreter = _("serve un interprete") if person.needs_interpreter else ""
    return "; ".join(filter(None, [spoken, interpreter]))


def _needs(contact: Contact | None) -> str:
    return contact.needs if contact else ""


def _reasons(actor: Actor, contact: Contact | None) -> str:
    if contact is None:
        return ""
    return ", ".join(reason.label for reason in reasons_on_file([contact])[contact.pk])


def snapshot(offered: Iterable[Shareable], chosen: Iterable[str]) -> dict[str, str]:
    """What was chosen among what was offered, as it stands now."""
    wanted = set(chosen)
    return {each.key: each.value for each in offered if each.key in wanted}


def told(shared: Mapping[str, str]) -> list[Shareable]:
    """A snapshot to be read again, in the order of the vocabulary."""
    return [
        Shareable(str(key), str(label), shared[key])
        for key, label in SharedField.choices
        if shared.get(key)
    ]


def whose(shared: Mapping[str, str]) -> str:
    """The name as it was shared, or words where it was not."""
    return shared.get(SharedField.NAME) or _("Nome non condiviso")


def named(actor: Actor, referrals: Iterable[Referral]) -> dict[uuid.UUID, str]:
    """By referral, the name of the person for who may see the file, else as it was shared."""
    rows = list(referrals)
    people = {
        person.pk: person.listed_name
        for person in Person.objects.visible_to(actor).filter(
            pk__in={row.person_id for row in rows}
        )
    }
    return {row.pk: people.get(row.person_id) or whose(row.shared) for row in rows}


def closures(ambito_id: uuid.UUID | None) -> Closed:
    """The days on which the town's offices are closed, of the whole ambito."""
    days = [
        (each.year, each.month, each.day)
        for each in LocalHoliday.objects.of_ambito(ambito_id).filter(municipality=None)
    ]
    every = {(month, day) for year, month, day in days if year is None}
    once = {(year, month, day) for year, month, day in days if year is not None}
    return lambda day: (day.month, day.day) in every or (day.year, day.month, day.day) in once


def accounts_of(organisation_id: uuid.UUID, ambito_id: uuid.UUID) -> list[Post]:
    """Who answers with an account of their own for a body."""
    posts = Post.objects.in_force().filter(
        organisation=organisation_id, ambito=ambito_id, role=RoleKey.PARTNER
    )
    return list(posts.select_related("user").order_by("pk"))


def to_answer(actor: Actor) -> ReferralQuerySet:
    """What one's own organisation was asked and has not answered, the urgent first."""
    waiting = Referral.objects.sent_to(actor).filter(
        state__in=[ReferralState.SENT, ReferralState.RECEIVED]
    )
    return waiting.order_by("urgency", "sent_at", "pk")


def mine(actor: Actor) -> ReferralQuerySet:
    """What I sent, or what was sent from my desks, beyond what my organisation was asked."""
    sent = Referral.objects.visible_to(actor, Right.REFERRAL_READ)
    return sent.filter(sender=actor.user_id)


def came_back(actor: Actor) -> ReferralQuerySet:
    """Mine that were answered, and nobody has seen yet."""
    recent = mine(actor).filter(
        Q(answered_at__gte=timezone.now() - NEWS_WINDOW)
        | Q(changed_at__gte=timezone.now() - NEWS_WINDOW)
    )
    steps = recent.annotate(
        news_at=Max("steps__at", filter=Q(steps__name__in=ANSWERS)),
        seen_at=Max("steps__at", filter=Q(steps__name__in=SEEN)),
    )
    news = steps.filter(news_at__isnull=False)
    return news.filter(Q(seen_at=None) | Q(news_at__gt=F("seen_at"))).order_by("-news_at", "pk")


def still_waiting(actor: Actor) -> ReferralQuerySet:
    """Mine that nobody has answered yet, the latest due last."""
    return mine(actor).filter(state__in=TO_ANSWER).order_by("answer_due_on", "sent_at", "pk")


def is_late(referral: Referral) -> bool:
    return referral.state in TO_ANSWER and referral.answer_due_on < today()


def referrals_of_person(actor: Actor, person_id: uuid.UUID, most: int) -> list[Referral]:
    rows = Referral.objects.visible_to(actor).filter(person=person_id).for_list()
    return list(rows.order_by("-sent_at", "pk")[:most])


def steps_of(actor: Actor, referral: Referral) -> list[ReferralStep]:
    steps = ReferralStep.objects.visible_to(actor).filter(referral=referral)
    return list(steps.select_related("by", "post__organisation").order_by("at", "pk"))
