"""Requests to open what is sealed, and what an approved one shows for its hour."""

import math
import uuid
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.choices import Compartment, SealState
from prossimo.citizens.models import Address, Kinship, Person, SealOpening
from prossimo.citizens.models.sealing import SealOpeningQuerySet
from prossimo.citizens.queries.addresses import Place, place_of

MOST = 50


@dataclass(frozen=True, slots=True)
class Tie:
    """A sealed tie as it is read from the file that was opened."""

    label: str
    other: Person
    note: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What an opening lets its asker read; both empty where nothing is sealed."""

    places: tuple[Place, ...] = ()
    ties: tuple[Tie, ...] = ()


def to_decide(actor: Actor) -> SealOpeningQuerySet:
    """Requests of others that wait for this actor."""
    if not actor.has(Right.SEAL_APPROVE):
        return SealOpening.objects.none().scoped("nobody")
    waiting = SealOpening.objects.visible_to(actor).filter(state=SealState.ASKED)
    return _listed(waiting.exclude(asked_by=actor.user_id))


def own(actor: Actor) -> SealOpeningQuerySet:
    return _listed(SealOpening.objects.visible_to(actor).filter(asked_by=actor.user_id))


def decided(actor: Actor) -> SealOpeningQuerySet:
    """What this actor, or another one, answered to others."""
    if not actor.has(Right.SEAL_APPROVE):
        return SealOpening.objects.none().scoped("nobody")
    known = SealOpening.objects.visible_to(actor).exclude(state=SealState.ASKED)
    return _listed(known.exclude(asked_by=actor.user_id))


def _listed(openings: SealOpeningQuerySet) -> SealOpeningQuerySet:
    return openings.select_related("person", "asked_by", "decided_by").order_by("-created_at", "pk")


def opening_in_sight(actor: Actor, opening_id: uuid.UUID) -> SealOpening | None:
    return _listed(SealOpening.objects.visible_to(actor)).filter(pk=opening_id).first()


def is_open(opening: SealOpening) -> bool:
    approved = opening.state == SealState.APPROVED
    return approved and opening.until is not None and opening.until > timezone.now()


def seconds_left(opening: SealOpening) -> int:
    if not is_open(opening) or opening.until is None:
        return 0
    return math.ceil((opening.until - timezone.now()).total_seconds())


def left_in_words(opening: SealOpening) -> str:
    """«Si chiude fra 43 minuti, alle 15:20.»"""
    minutes = max(1, round(seconds_left(opening) / 60))
    at = timezone.localtime(opening.until)
    said = ngettext("Si chiude fra un minuto", "Si chiude fra %(n)s minuti", minutes)
    return _("%(left)s, alle %(at)s.") % {"left": said % {"n": minutes}, "at": f"{at:%H:%M}"}


def opened_by(actor: Actor, opening: SealOpening) -> Opened:
    """What is sealed in the compartment that was opened; nothing once the hour is over."""
    if opening.asked_by_id != actor.user_id or not is_open(opening):
        return Opened()
    if opening.compartment == Compartment.ADDRESS:
        sealed = Address.objects.visible_to(actor).filter(
            person=opening.person_id, compartment=Compartment.ADDRESS
        )
        sealed = sealed.select_related("neighbourhood", "municipality", "structure")
        places = [place_of(address) for address in sealed]
        return Opened(places=tuple(sorted(places, key=lambda place: not place.now)))
    return Opened(ties=tuple(_ties(actor, opening)))


def _ties(actor: Actor, opening: SealOpening) -> list[Tie]:
    me = opening.person_id
    ties = Kinship.objects.visible_to(actor).filter(
        Q(person=me) | Q(relative=me), compartment=opening.compartment
    )
    found = []
    for tie in ties.select_related("person", "relative"):
        other = tie.relative if tie.person_id == me else tie.person
        label = str(tie.get_kind_display())
        if tie.compartment == Compartment.ADOPTION:
            after = tie.person_id == me
            label = _("dopo l'adozione") if after else _("prima dell'adozione")
        found.append(Tie(label, other, tie.note))
    return found
