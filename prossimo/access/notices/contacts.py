"""Who is told of what happened at the desks: the segretariato, when a contact is forwarded to it."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prossimo.access.models import Contact
from prossimo.access.operations.contacts import FORWARDED
from prossimo.accounts import outbox
from prossimo.accounts.choices import RoleKey
from prossimo.accounts.models import OutboxMessage, Post
from prossimo.accounts.outbox import NEWS
from prossimo.accounts.rules import Actor
from prossimo.core.events import Topic, topics


def tell_the_segretariato(contact_id: str) -> None:
    """Send everyone of the segretariato the mail that says only «c'è una novità, entra».

    One delivery a person: a mail that fails is tried again alone, the others are not repeated.
    """
    contact = (
        Contact.objects.unscoped("the second wall shows its author what they forwarded")
        .select_related("desk")
        .filter(pk=contact_id)
        .first()
    )
    message = OutboxMessage.objects.filter(topic=FORWARDED, object_id=contact_id).last()
    if contact is None or message is None:
        return
    author = Actor(user_id=message.user_id, post_id=message.post_id, ambito_id=message.ambito_id)
    for user_id in social_workers(contact):
        if user_id != author.user_id:
            outbox.put(author, NEWS, user_id)


def social_workers(contact: Contact) -> list[uuid.UUID]:
    """Who holds today a post of the segretariato that reaches the desk of the contact."""
    posts = Post.objects.in_force().filter(ambito=contact.ambito_id, role=RoleKey.SOCIAL_DESK)
    if contact.desk.municipality_id:
        posts = posts.filter(Q(municipality=None) | Q(municipality=contact.desk.municipality_id))
    return list(posts.order_by("user").values_list("user_id", flat=True).distinct())


topics.add(
    Topic(
        key=FORWARDED,
        label=_("avviso al segretariato sociale di un invio"),
        handle=tell_the_segretariato,
    )
)
