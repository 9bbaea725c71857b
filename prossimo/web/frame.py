"""The frame around every page: whose house it is, who is at work, where they may go."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject

from prossimo import __version__
from prossimo.accounts.models import Post
from prossimo.accounts.rules import NOBODY, Actor, Right
from prossimo.core.navigation import Place, places
from prossimo.core.prepared import prepared
from prossimo.ui.frame import Frame, NavItem


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame is built only where a template shows it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Frame:
    actor: Actor = getattr(request, "actor", NOBODY)
    public: dict[str, Any] = {
        "demo": settings.DEMO,
        "home_url": _address("web:front_door"),
        "login_url": _address("account_login"),
        "language_url": _address("web:public_language"),
        "languages": tuple((code, str(name)) for code, name in settings.LANGUAGES),
        "accessibility_url": _address("web:public_accessibility"),
        "privacy_url": _address("web:public_privacy"),
        "version": __version__,
    }
    if actor.user_id is None:
        return Frame(body_name=settings.BODY_NAME or "Prossimo", **public)
    posts = posts_of(actor)
    in_use = next((post for post in posts if post.pk == actor.post_id), None)
    return Frame(
        body_name=settings.BODY_NAME or (in_use.ambito.name if in_use else "Prossimo"),
        nav=tuple(_nav(actor, request.path)),
        omnibox_url=_address("web:search"),
        new_contact_url=_address("access:contact_new") if actor.has(Right.CONTACT_WRITE) else "",
        actor_name=actor.name or str(request.user),
        post_id=str(actor.post_id or ""),
        post_label=str(in_use or ""),
        posts=tuple((str(post.pk), str(post)) for post in posts),
        switch_url=_address("accounts:switch"),
        shortcuts=getattr(request.user, "shortcuts", True),
        account_url=_address("accounts:profile"),
        logout_url=_address("account_logout"),
        printed_by=actor.name,
        **public,
    )


@prepared
def posts_of(actor: Actor) -> "QuerySet[Post]":
    """The posts of the person at work, with no more than their names."""
    names = [f"{place}__name" for place in ("ambito", "municipality", "organisation")]
    posts = Post.objects.in_force().filter(user=actor.user_id).for_list()
    return posts.only("role", *names, "neighbourhood__name")


def listed(actor: Actor) -> list[Place]:
    """The places that the actor's role may use, in their order."""
    allowed = [p for p in places if not p.rights or any(actor.has(Right(r)) for r in p.rights)]
    return sorted(allowed, key=lambda place: place.order)


def _nav(actor: Actor, path: str) -> list[NavItem]:
    shown = listed(actor)
    here = _place_of(shown, path)
    return [
        NavItem(
            str(place.label),
            _address(place.url_name),
            place.icon,
            place.shortcut.removeprefix("g "),
            place is here,
        )
        for place in shown
    ]


def _place_of(shown: list[Place], path: str) -> Place | None:
    """The entry to which the page belongs: by its own address first."""
    under = (place for place in shown if _leads(place.url_name, path))
    beside = (place for place in reversed(shown) if any(_leads(name, path) for name in place.also))
    return next(under, None) or next(beside, None)


def _leads(name: str, path: str) -> bool:
    url = _address(name)
    return path.startswith(url) if url and url != "/" else path == url


def _address(name: str) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    return _address_in(get_urlconf(), name)


@lru_cache(maxsize=256)
def _address_in(_addresses: str | None, name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
