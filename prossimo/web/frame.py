"""The frame around every page: whose house it is, who is at work, where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from prossimo import __version__
from prossimo.accounts.models import Post
from prossimo.accounts.rules import NOBODY, Actor, Right
from prossimo.core.navigation import Place, places
from prossimo.ui.frame import Frame, NavItem


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame is built only where a template shows it."""
    return {"frame": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Frame:
    actor: Actor = getattr(request, "actor", NOBODY)
    public: dict[str, Any] = {
        "demo": settings.DEMO,
        "home_url": reverse("web:front_door"),
        "login_url": reverse("account_login"),
        "language_url": reverse("web:public_language"),
        "languages": tuple((code, str(name)) for code, name in settings.LANGUAGES),
        "accessibility_url": reverse("web:public_accessibility"),
        "privacy_url": reverse("web:public_privacy"),
        "version": __version__,
    }
    if actor.user_id is None:
        return Frame(body_name=settings.BODY_NAME or "Prossimo", **public)
    posts = list(
        Post.objects.in_force()
        .filter(user=actor.user_id)
        .select_related("ambito", "municipality", "organisation", "neighbourhood")
    )
    in_use = next((post for post in posts if post.pk == actor.post_id), None)
    return Frame(
        body_name=settings.BODY_NAME or (in_use.ambito.name if in_use else "Prossimo"),
        nav=tuple(_nav(actor, request.path)),
        omnibox_url=reverse("web:search"),
        new_contact_url=_address("access:contact_new") if actor.has(Right.CONTACT_WRITE) else "",
        actor_name=actor.name or str(request.user),
        post_id=str(actor.post_id or ""),
        post_label=str(in_use or ""),
        posts=tuple((str(post.pk), str(post)) for post in posts),
        switch_url=_address("accounts:switch"),
        shortcuts=getattr(request.user, "shortcuts", True),
        account_url=_address("accounts:profile"),
        logout_url=reverse("account_logout"),
        printed_by=actor.name,
        **public,
    )


def listed(actor: Actor) -> list[Place]:
    """The places that the actor's role may use, in their order."""
    allowed = [p for p in places if not p.rights or any(actor.has(Right(r)) for r in p.rights)]
    return sorted(allowed, key=lambda place: place.order)


def _nav(actor: Actor, path: str) -> list[NavItem]:
    items = []
    for place in listed(actor):
        url = _address(place.url_name)
        current = path.startswith(url) if url and url != "/" else path == url
        items.append(
            NavItem(str(place.label), url, place.icon, place.shortcut.removeprefix("g "), current)
        )
    return items


def _address(name: str) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
