"""Who is told of a request to open what is sealed: who may approve, who asked, the DPO."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.accounts import outbox
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage, Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.roles import roles
from prossimo.accounts.rules import Actor, Right
from prossimo.citizens.models import SealOpening
from prossimo.citizens.operations.seals import ASKED, DECIDED
from prossimo.core.events import Topic, topics


def tell_who_approves(opening_id: str) -> None:
    """«C'è una novità, entra» to whoever holds a post that may approve, and not to who asks."""
    opening, author = _of(opening_id, ASKED)
    if opening is None or author is None:
        return
    able = [role.key for role in roles if role.reach(Right.SEAL_APPROVE)]
    for user_id in _holders(opening, able):
        if user_id != opening.asked_by_id:
            outbox.put(author, NEWS, user_id)


def tell_who_asked_and_the_dpo(opening_id: str) -> None:
    """The answer to who asked; and the DPO learns that there is something in the journal."""
    opening, author = _of(opening_id, DECIDED)
    if opening is None or author is None:
        return
    for user_id in dict.fromkeys([opening.asked_by_id, *_holders(opening, [RoleKey.DPO])]):
        outbox.put(author, NEWS, user_id)


def _of(opening_id: str, topic: str) -> tuple[SealOpening | None, Actor | None]:
    opening = (
        SealOpening.objects.unscoped("the second wall shows it to who wrote it")
        .select_related("person")
        .filter(pk=opening_id)
        .first()
    )
    message = OutboxMessage.objects.filter(topic=topic, object_id=opening_id).last()
    if opening is None or message is None:
        return None, None
    author = Actor(user_id=message.user_id, post_id=message.post_id, ambito_id=message.ambito_id)
    return opening, author


def _holders(opening: SealOpening, keys: list[str]) -> list[uuid.UUID]:
    """Who holds one of these roles today, where it reaches the person."""
    posts = Post.objects.in_force().filter(ambito=opening.person.ambito_id, role__in=keys)
    if opening.person.municipality_id:
        here = opening.person.municipality_id
        posts = posts.filter(Q(municipality=None) | Q(municipality=here))
    return list(posts.order_by("user").values_list("user_id", flat=True).distinct())


topics.add(
    Topic(
        key=ASKED,
        label=_("avviso di una richiesta di aprire dati protetti"),
        handle=tell_who_approves,
    )
)
topics.add(
    Topic(
        key=DECIDED,
        label=_("avviso della risposta su dati protetti, anche al DPO"),
        handle=tell_who_asked_and_the_dpo,
    )
)
