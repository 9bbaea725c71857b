"""The frame around every page: whose house it is, who is at work, where they may go."""

import uuid
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from prossimo import __version__
from prossimo.accounts.models import Post
from prossimo.accounts.rules import NOBODY, Actor, Right, Role
from prossimo.core.navigation import Group, Place, places
from prossimo.core.prepared import prepared
from prossimo.network.models import Organisation
from prossimo.territory.models import Ambito, Municipality, Neighbourhood
from prossimo.ui.frame import Frame, NavItem

PostRow = tuple[uuid.UUID, str, str, str | None, str | None, str | None]  # key, role, names
PLACES_OF_POST: dict[str, type[Model]] = {
    "ambito": Ambito,
    "municipality": Municipality,
    "organisation": Organisation,
    "neighbourhood": Neighbourhood,
}

GROUPS = {  # the day needs no name
    Group.ARRANGE: _("Organizzare"),
    Group.KNOW: _("Conoscere"),
    Group.ADMINISTER: _("Amministrare"),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame is built only where a template shows it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Frame:
    actor: Actor = getattr(request, "actor", NOBODY)
    house = House(
        get_language(), get_urlconf(), settings.DEMO, settings.BODY_NAME, tuple(settings.LANGUAGES)
    )
    if actor.user_id is None:
        return _of_nobody(house)
    role = actor.role if actor.ambito_id else None
    place = _place_key(role, get_urlconf(), request.path)
    around = _of_post(house, role, place, actor.post_id, tuple(posts_of(actor)))
    return replace(
        around,
        nav=_counted(around.nav, role, actor),
        actor_name=actor.name or str(request.user),
        shortcuts=getattr(request.user, "shortcuts", True),
        printed_by=actor.name,
    )


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for whoever asks, in one language."""

    language: str | None
    addresses: str | None
    demo: bool
    body_name: str
    languages: tuple[tuple[str, str], ...]


@lru_cache(maxsize=16)
def _of_nobody(house: House) -> Frame:
    return Frame(
        body_name=house.body_name or "Prossimo",
        demo=house.demo,
        home_url=_address("web:front_door"),
        login_url=_address("account_login"),
        language_url=_address("web:public_language"),
        languages=tuple((code, str(name)) for code, name in house.languages),
        accessibility_url=_address("web:public_accessibility"),
        privacy_url=_address("web:public_privacy"),
        version=__version__,
    )


@lru_cache(maxsize=512)
def _of_post(
    house: House,
    role: Role | None,
    place: str,
    post_id: uuid.UUID | None,
    posts: tuple["PostRow", ...],
) -> Frame:
    """All that the page around says to whoever works in this post, but their name."""
    labels = {str(row[0]): _label_of(row) for row in posts}
    in_use = next((row for row in posts if row[0] == post_id), None)
    return replace(
        _of_nobody(house),
        body_name=house.body_name or (in_use[2] if in_use else "Prossimo"),
        nav=_nav(role, place),
        omnibox_url=_address("web:search"),
        new_contact_url=_address("access:contact_new") if _may(role, Right.CONTACT_WRITE) else "",
        post_id=str(post_id or ""),
        post_label=labels.get(str(post_id), ""),
        posts=tuple(labels.items()),
        switch_url=_address("accounts:switch"),
        account_url=_address("accounts:profile"),
        logout_url=_address("account_logout"),
    )


@prepared
def posts_of(actor: Actor) -> "QuerySet[Post, PostRow]":
    """The posts of the person at work, with no more than their names."""
    names = [f"{place}__name" for place in PLACES_OF_POST]
    return Post.objects.in_force().filter(user=actor.user_id).values_list("pk", "role", *names)


def _label_of(row: "PostRow") -> str:
    _pk, role, *names = row
    places = {
        field: PLACES_OF_POST[field](name=name)
        for field, name in zip(PLACES_OF_POST, names, strict=True)
        if name
    }
    return str(Post(role=role, **places))


def _may(role: Role | None, right: Right) -> bool:
    return role is not None and role.reach(right) is not None


@lru_cache(maxsize=64)
def listed(role: Role | None) -> tuple[Place, ...]:
    """The places that the role may use, in their order."""
    allowed = [p for p in places if not p.rights or any(_may(role, Right(r)) for r in p.rights)]
    return tuple(sorted(allowed, key=lambda place: (place.group, place.order)))


def _nav(role: Role | None, here: str) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(
            str(place.label),
            _address(place.url_name),
            place.icon,
            place.shortcut.removeprefix("g "),
            place.key == here,
            group=str(GROUPS.get(place.group, "")),
        )
        for place in listed(role)
    )


def _counted(nav: tuple[NavItem, ...], role: Role | None, actor: Actor) -> tuple[NavItem, ...]:
    """The same entries with how much waits behind each that says it; nothing where nothing does."""
    shown = listed(role)
    if not any(place.count for place in shown):
        return nav
    return tuple(
        replace(item, count=place.count(actor) or None) if place.count else item
        for item, place in zip(nav, shown, strict=True)
    )


def _place_key(role: Role | None, addresses: str | None, path: str) -> str:
    """The entry to which the page belongs: by its own address first."""
    for url, key in _ways(role, addresses):
        if path.startswith(url) if url and url != "/" else path == url:
            return key
    return ""


@lru_cache(maxsize=64)
def _ways(role: Role | None, _addresses: str | None) -> tuple[tuple[str, str], ...]:
    """Under which address each entry stands, then which pages stand beside it."""
    shown = listed(role)
    under = [(_address(place.url_name), place.key) for place in shown]
    under.sort(key=lambda way: -len(way[0]))  # a place inside another one is its own
    beside = [(_address(name), place.key) for place in reversed(shown) for name in place.also]
    return (*under, *beside)


def _address(name: str) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    return _address_in(get_urlconf(), name)


@lru_cache(maxsize=256)
def _address_in(_addresses: str | None, name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
