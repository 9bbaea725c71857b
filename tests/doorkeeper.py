"""Who gets through which door: the table of `tests/doors` applied to somebody at work."""

from django.urls import URLPattern, URLResolver, get_resolver

from prossimo.accounts.rules import Actor, Reach, Right
from tests.doors.shape import (
    ASKS_OR_APPROVES,
    AUTHOR,
    AUTHOR_OR_AMEND,
    CAMPAIGNS_OF_ALL,
    CATALOGUE,
    DIARY_TEXTS,
    GET,
    HEARS_OR_PLANS,
    IMPORTS_OR_APPROVES,
    JOURNAL_OR_STAFF,
    KEEPS_JOINTS,
    OPENS_ARCHIVE,
    PUBLIC,
    READS_OR_KEEPS_REASONS,
    SERVES_OR_KEEPS_DESKS,
    SETTLES_UNMET,
    SIGNED_IN,
    STAFFS_CASES,
    WRITES_OR_MANAGES_AGENDA,
    WROTE_THE_PAGE,
    Door,
)

EITHER = {  # one of these rights is enough
    WRITES_OR_MANAGES_AGENDA: (Right.AGENDA_WRITE, Right.AGENDA_MANAGE),
    JOURNAL_OR_STAFF: (Right.JOURNAL_READ, Right.STAFF_MANAGE),
    SERVES_OR_KEEPS_DESKS: (Right.QUEUE_SERVE, Right.DESK_MANAGE),
    ASKS_OR_APPROVES: (Right.SEAL_OPEN, Right.SEAL_APPROVE),
    HEARS_OR_PLANS: (Right.UNMET_READ, Right.UNMET_WRITE),
    OPENS_ARCHIVE: (Right.RETENTION_MANAGE, Right.RETENTION_APPROVE),
    STAFFS_CASES: (Right.CASE_WRITE, Right.CASE_ASSIGN),
    DIARY_TEXTS: (Right.DIARY_WRITE, Right.CASE_ASSIGN),
    KEEPS_JOINTS: (Right.CASE_ASSIGN, Right.NETWORK_MANAGE),
    WROTE_THE_PAGE: (Right.CASE_WRITE,),  # the caseworker of the world
}

KEPT = {  # read by many, written by who keeps it
    READS_OR_KEEPS_REASONS: (Right.CONTACT_READ, Right.DESK_MANAGE),
    IMPORTS_OR_APPROVES: (Right.REGISTRY_APPROVE, Right.REGISTRY_IMPORT),
    CATALOGUE: (Right.CATALOGUE_READ, Right.CATALOGUE_MANAGE),
}


def is_open(door: Door, actor: Actor, method: str = GET) -> bool:
    """Whether the table opens this door to the actor (nobody authored the world's contact)."""
    if door.asks == CAMPAIGNS_OF_ALL:
        keeps = actor.reach(Right.CAMPAIGN_WRITE) is Reach.AMBITO
        return actor.has(Right.CAMPAIGN_READ) and (keeps or method == GET)
    if door.asks in {PUBLIC, SIGNED_IN, AUTHOR}:
        return door.asks != AUTHOR
    if door.asks == SETTLES_UNMET:
        return actor.reach(Right.UNMET_WRITE) is Reach.AMBITO
    if door.asks in KEPT:
        reads, keeps = KEPT[door.asks]
        return (actor.has(reads) and method == GET) or actor.has(keeps)
    if door.asks == AUTHOR_OR_AMEND:
        return actor.has(Right.CONTACT_AMEND) and actor.has(Right.CONTACT_READ)
    return any(actor.has(right) for right in EITHER.get(door.asks) or (Right(door.asks),))


def addresses(resolver=None, namespace=""):
    """(full name, pattern) of every address, ours and the libraries'."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry
