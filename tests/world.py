"""Two Ambiti, one post of every role in the first, and canaries in every field of the second.

Whatever a role may not see carries a word that no page of theirs may ever contain.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from prossimo.access import links
from prossimo.access.choices import DeskKind
from prossimo.access.models import PrivateNote
from prossimo.accounts.choices import Action, RoleKey
from prossimo.accounts.models import JournalLine, OutboxMessage, Post
from prossimo.citizens.models import DuplicatePair, Merge, RegistryBatch, RegistryRow
from prossimo.territory.models import BoundaryImport
from tests.access.agenda_factories import (
    AbsenceFactory,
    AgendaFeedFactory,
    AppointmentFactory,
    LocalHolidayFactory,
    MotiveFactory,
    OpeningExceptionFactory,
    OpeningFactory,
)
from tests.access.factories import ContactFactory, DeskDutyFactory, DeskFactory, ReasonFactory
from tests.access.outreach_factories import OutreachPhoneFactory, ParcelFactory
from tests.access.queue_factories import queued, words_of
from tests.access.referrals_factories import ReferralFactory
from tests.access.rota_factories import rota_of
from tests.access.segretariato_factories import (
    AccompanimentFactory,
    AllocationRuleFactory,
    AssessedNeedFactory,
    CaseProposalFactory,
    DirectOfferFactory,
    DirectServiceFactory,
    OrientationFactory,
    UnmetNeedFactory,
)
from tests.access.supervision_factories import ReviewNoteFactory
from tests.accounts.factories import PostFactory, post_of
from tests.arranging import arranging
from tests.cases.cases_world import case_in_the_world
from tests.cases.factories import given
from tests.catalogue.factories import NeedFactory, ServiceFactory
from tests.citizens.factories import (
    BenefitHeldFactory,
    HouseholdFactory,
    IseeCertificateFactory,
    KinshipFactory,
    PersonFactory,
    PhoneFactory,
    RepresentationFactory,
    ReviewTaskFactory,
)
from tests.citizens.files import protected
from tests.network.factories import OrganisationFactory
from tests.territory.factories import AmbitoFactory, MunicipalityFactory, NeighbourhoodFactory

ELSEWHERE = "CANARINOALTROVE"  # in every text of the other ambito
NARRATIVE = "CANARINORACCONTO"  # what was told: not for who stops at contact data
SEALED = "CANARINOSIGILLO"  # a private note: only for its author
IDENTITY = "CANARINONOME"  # who the person is: not for who sees no file


@dataclass
class World:
    """What the matrix knocks with: `mine` for the first ambito, `theirs` for the second."""

    posts: dict[str, Post]
    mine: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    ambito = AmbitoFactory(key="qui", name="Ambito di qui")
    town = MunicipalityFactory(ambito=ambito, name="Comune di qui")
    quarter = NeighbourhoodFactory(municipality=town, name="Quartiere di qui")
    body = OrganisationFactory(ambito=ambito, name="Cooperativa di qui")
    scope = {
        RoleKey.PARTNER: {"organisation": body},
        RoleKey.NEIGHBOURHOOD: {"neighbourhood": quarter},
    }
    posts = {role: post_of(role, ambito, **scope.get(role, {})) for role in RoleKey}
    desk = DeskFactory(
        ambito=ambito,
        municipality=town,
        neighbourhood=quarter,
        organisation=body,
        kind=DeskKind.SEAT,
        name="Sportello di qui",
    )
    for post in posts.values():
        DeskDutyFactory(desk=desk, post=post)
    mine = _filled(ambito, town, quarter, desk, IDENTITY, NARRATIVE, SEALED)
    post = posts[RoleKey.FRONT_DESK]
    mine |= {"organisation": body, "desk": desk, "post": post, "user": post.user}
    mine |= _sent(mine["person"], desk, body, "di qui", posts[RoleKey.FRONT_DESK])
    mine["signed"] = links.sign(links.REFERRAL, ambito.pk, mine["referral"].pk, 1)
    mine |= words_of(desk)  # whoever holds a signed address enters, whatever their ambito
    mine |= {"quarter": quarter, "town": town, **_papers(ambito, post, desk, "di qui")}
    author = PostFactory(ambito=ambito)
    mine |= _agenda(ambito, desk, author, mine["person"], "di qui", NARRATIVE)
    mine |= _street(ambito, desk, "Chi è uscito", NARRATIVE)
    mine |= _segretariato(mine, posts[RoleKey.CASEWORKER], IDENTITY, NARRATIVE)
    mine |= rota_of(desk, author, "di qui")
    mine |= case_in_the_world(mine, posts[RoleKey.CASEWORKER], author, NARRATIVE, SEALED)
    given(mine["case"], posts[RoleKey.PARTNER], role="educator", why="Aiuto ai compiti")
    return World(posts=posts, mine=mine, theirs=_elsewhere())


def _elsewhere() -> dict[str, Any]:
    word = ELSEWHERE
    ambito = AmbitoFactory(key="altrove", name=f"Ambito {word}")
    town = MunicipalityFactory(ambito=ambito, name=f"Comune {word}")
    quarter = NeighbourhoodFactory(municipality=town, name=f"Quartiere {word}")
    desk = DeskFactory(ambito=ambito, municipality=town, name=f"Sportello {word}")
    post = PostFactory(ambito=ambito, user__last_name=word)
    things = _filled(ambito, town, quarter, desk, word, word, word)
    things |= {"desk": desk, "post": post, "user": post.user, "quarter": quarter, "town": town}
    things["organisation"] = OrganisationFactory(ambito=ambito, name=f"Cooperativa {word}")
    things |= _agenda(ambito, desk, post, things["person"], word, word)
    things |= _sent(things["person"], desk, things["organisation"], word, post)
    things |= _street(ambito, desk, word, word)
    things |= _segretariato(things, post_of(RoleKey.CASEWORKER, ambito), word, word)
    things |= rota_of(desk, post, word)
    things |= case_in_the_world(things, post_of(RoleKey.CASEWORKER, ambito), post, word, word)
    return things | _papers(ambito, post, desk, word)


def beside(world: World, word: str) -> dict[str, Any]:
    """The day of another desk of the first ambito: each text that is personal has the word in it."""
    ambito = world.mine["ambito"]
    town = MunicipalityFactory(ambito=ambito, name="Comune accanto")
    quarter = NeighbourhoodFactory(municipality=town, name="Quartiere accanto")
    desk = DeskFactory(ambito=ambito, municipality=town, neighbourhood=quarter, name="Lì accanto")
    post = PostFactory(ambito=ambito, user__last_name=word)
    things = _filled(ambito, town, quarter, desk, word, word, word)
    things |= {"desk": desk, "post": post, "user": post.user, "quarter": quarter, "town": town}
    things |= _street(ambito, desk, word, word)
    things |= _segretariato(things, post_of(RoleKey.CASEWORKER, ambito), word, word)
    things |= rota_of(desk, post, word)
    body = OrganisationFactory(ambito=ambito, name="Associazione accanto")
    return things | {
        "appointment": AppointmentFactory(
            desk=desk, post=post, person=things["person"], name=word, note=word, why=word
        ),
        "absence": AbsenceFactory(post=post),
        "referral": ReferralFactory(
            desk=desk, service=ServiceFactory(ambito=ambito, organisation=body),
            person=things["person"], post=post, request=word, shared={"name": word},
        ),
        "duty": DeskDutyFactory(desk=desk, post=post),
    }  # fmt: skip


def _sent(person, desk, body, word, post) -> dict[str, Any]:
    """A service of the body, a need that it answers, and the person sent there from the desk."""
    need = NeedFactory(ambito=desk.ambito, label=f"Bisogno {word}")
    service = ServiceFactory(
        ambito=desk.ambito,
        organisation=body,
        name=f"Servizio {word}",
        website="https://servizio.example/",
    )
    told = ELSEWHERE if word == ELSEWHERE else NARRATIVE
    referral = ReferralFactory(
        desk=desk, service=service, person=person, post=post, need=need, request=told,
        shared={"name": person.full_name, "needs": told}, link_to="invii@example.org",
        link_until=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    return {"need": need, "service": service, "referral": referral}


def _papers(ambito, post, desk, word) -> dict[str, Any]:
    """What the offices keep: a journal line, a delivery, a file of boundaries, a duty."""
    with arranging():
        line = JournalLine.objects.create(
            at=timezone.now(),
            user=post.user,
            user_name=f"Persona {word}",
            ambito_id=ambito.pk,
            action=Action.READ,
            note=word,
        )
        message = OutboxMessage.objects.create(
            topic="accounts.news",
            object_id=post.user_id,
            user=post.user,
            post=post,
            ambito=ambito,
            attempts=99,
        )
        read = BoundaryImport.objects.create(
            ambito=ambito, file_name=f"{word}.geojson", fingerprint=word, rows=[]
        )
        batch = RegistryBatch.objects.create(
            ambito=ambito, file_name=f"{word}.csv", fingerprint=word, state="compared",
            uploaded_by=post.user, uploaded_from=post, counts={"new": 1},
        )  # fmt: skip
        RegistryRow.objects.create(batch=batch, line=2, surname=word, state="new")
    return {
        "line": line,
        "message": message,
        "import": read,
        "batch": batch,
        "duty": DeskDutyFactory(desk=desk, post=PostFactory(ambito=ambito)),
    }


def _street(ambito, desk, word, told) -> dict[str, Any]:
    """A telephone of somebody who has left, what it handed in late, and what had been refused."""
    phone = OutreachPhoneFactory(post=PostFactory(ambito=ambito, user__last_name=word), name=word)
    fields = {"desk": str(desk.pk), "needs": told, "note": told}
    return {
        "telephone": phone,
        "parcel": ParcelFactory(phone=phone, desk=desk, why=told, fields=fields),
        "late": ParcelFactory(phone=phone, desk=desk, state="held", late=True, fields=fields),
    }


def _agenda(ambito, desk, post, person, word, told) -> dict[str, Any]:
    """A motive, its openings, an appointment of the person, an absence, a closure."""
    here = word != ELSEWHERE  # what is offered online is public: the others offer nothing
    label = f"Motivo d'agenda {word}"
    motive = MotiveFactory(ambito=ambito, label=label, to_bring=word, is_online=here)
    hours = OpeningFactory(desk=desk, motives=[motive])
    booked = AppointmentFactory(desk=desk, motive=motive, post=post, name="Chi prenota")
    feed = AgendaFeedFactory(post=post)
    signed = links.sign(links.APPOINTMENT, ambito.pk, booked.pk, booked.link_serial)
    return {
        "booking_link": signed if here else "x",  # a link is known to whom it was sent
        "feed_link": links.sign(links.FEED, ambito.pk, feed.pk, feed.serial) if here else "x",
        "motive": motive,
        "opening_hours": hours,
        "exception": OpeningExceptionFactory(opening=hours, why=word),
        "absence": AbsenceFactory(post=PostFactory(ambito=ambito, user__last_name=word)),
        "closure": LocalHolidayFactory(ambito=ambito, name=f"Patrono {word}"),
        "appointment": AppointmentFactory(
            desk=desk, motive=motive, post=post, person=person, name="", note=told, why=told
        ),
    }


def _segretariato(things, worker, identity, narrative) -> dict[str, Any]:
    """What the segretariato holds of the person: each text with its canary."""
    ambito, person = things["ambito"], things["person"]
    need = NeedFactory(ambito=ambito, label=f"Bisogno di {ambito.key}")
    request = OrientationFactory(
        ambito=ambito, person=person, contact=things["contact"], desk=things["desk"],
        neighbourhood=things["quarter"], request=narrative, summary=narrative,
    )  # fmt: skip
    proposal = CaseProposalFactory(
        orientation__ambito=ambito, orientation__person=person, proposed_to=worker, why=narrative
    )
    service = DirectOfferFactory(ambito=ambito, name=f"Pasti di {ambito.key}", places=3)
    direct = DirectServiceFactory(
        ambito=ambito, person=person, service=service, needs=narrative, quantity=narrative
    )
    unmet = UnmetNeedFactory(
        ambito=ambito, need=need, desk=things["desk"], neighbourhood=things["quarter"],
        wanted=f"Un pulmino per {ambito.key}", told=narrative,
    )  # fmt: skip
    return {
        "orientation": request,
        "assessed": AssessedNeedFactory(orientation=request, need=need, answered_by=narrative),
        "accompaniment": AccompanimentFactory(orientation=request),
        "proposal": proposal,
        "direct": direct,
        "rule": AllocationRuleFactory(ambito=ambito, post=worker),
        "unmet": unmet,
    }


def _doubled(ambito, person, identity) -> dict[str, Any]:
    """A file that looks like the person's, and one that was merged into it."""
    double = PersonFactory(ambito=ambito, surname=identity, born_on=person.born_on)
    gone = PersonFactory(ambito=ambito, surname=identity, merged_into=person)
    author = PostFactory(ambito=ambito).user
    left, right = sorted([person, double], key=lambda each: each.pk)
    with arranging():
        pair = DuplicatePair.objects.create(
            ambito=ambito, left=left, right=right, score=0.9, found_by="bulk", note=identity
        )
        merge = Merge.objects.create(
            ambito=ambito, kept=person, gone=gone, by=author, reason=identity
        )
    return {"double": double, "gone": gone, "pair": pair, "merge": merge}


def _filled(ambito, town, quarter, desk, identity, narrative, sealed) -> dict[str, Any]:
    """A person with a household, a phone and a contact, each text with its canary."""
    household = HouseholdFactory(ambito=ambito, label=f"Nucleo {identity}")
    person = PersonFactory(
        ambito=ambito,
        municipality=town,
        neighbourhood=quarter,
        household=household,
        surname=identity,
        born_on=dt.date(1950, 2, 1),
    )
    PhoneFactory(person=person, number="+390350001", whose=identity)
    relative = PersonFactory(ambito=ambito, municipality=town, surname=f"Parente {identity}")
    tie = KinshipFactory(person=person, relative=relative, note=narrative)
    RepresentationFactory(person=person, name=f"Avvocato {identity}", powers=narrative)
    certificate = IseeCertificateFactory(person=person, remarks=narrative)
    BenefitHeldFactory(person=person, name=narrative)
    task = ReviewTaskFactory(person=person, facts={"after": {"street": identity}})
    reason = ReasonFactory(ambito=ambito, label=f"Motivo di {ambito.key}")
    contact = ContactFactory(
        desk=desk,
        person=person,
        main_reason=reason,
        neighbourhood=quarter,
        needs=narrative,
        note=narrative,
        missing_service=narrative,
        no_service=True,
        speaker_name=narrative,
    )
    ContactFactory(desk=desk, person=relative, main_reason=reason, neighbourhood=quarter)
    with arranging():
        PrivateNote.objects.create(contact=contact, author=contact.author, text=sealed)
    return {
        "ambito": ambito,
        "household": household,
        "person": person,
        **_doubled(ambito, person, identity),
        "tie": tie,
        "certificate": certificate,
        "task": task,
        "reason": reason,
        "contact": contact,
        **queued(desk, person),
        "review": ReviewNoteFactory(review__contact=contact, text=narrative).review,
        **protected(person, identity, sealed),
    }
