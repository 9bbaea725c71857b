"""What stands around every page: the body's name, the way through the apps, the person at work.

The app at the top of the staircase fills a `Frame` and puts it in the context as `frame`; the base
template shows what it finds there and still stands without it.
"""

from dataclasses import dataclass
from itertools import groupby

MANY = 9  # a navigation with more entries than these shows them in groups
SHOWN_BELOW = 4  # entries of the bottom bar on a telephone; the others stay behind «Altro»


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation; only what the role may use is ever listed."""

    label: str
    url: str
    icon: str
    key: str = ""
    current: bool = False
    count: int | None = None
    group: str = ""  # what it stands under, where there are many


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the page. An empty address hides its control."""

    body_name: str
    demo: bool = False
    nav: tuple[NavItem, ...] = ()
    home_url: str = "/"
    omnibox_url: str = ""
    new_contact_url: str = ""
    actor_name: str = ""
    post_id: str = ""
    post_label: str = ""
    posts: tuple[tuple[str, str], ...] = ()
    switch_url: str = ""
    shortcuts: bool = True  # keys of one letter, as the person prefers
    account_url: str = ""
    logout_url: str = ""
    login_url: str = ""
    language_url: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    accessibility_url: str = ""
    privacy_url: str = ""
    my_record_url: str = ""
    version: str = ""
    printed_by: str = ""

    @property
    def groups(self) -> tuple[tuple[str, tuple[NavItem, ...]], ...]:
        """The entries under their headings; a short navigation needs none."""
        return _grouped(self.nav, len(self.nav))

    @property
    def far_groups(self) -> tuple[tuple[str, tuple[NavItem, ...]], ...]:
        """The same of what is behind «Altro»."""
        return _grouped(self.far, len(self.nav))

    @property
    def near(self) -> tuple[NavItem, ...]:
        """The entries always at hand on a telephone."""
        return self.nav if len(self.nav) <= SHOWN_BELOW + 1 else self.nav[:SHOWN_BELOW]

    @property
    def far(self) -> tuple[NavItem, ...]:
        """The entries behind «Altro» on a telephone."""
        return self.nav[len(self.near) :]


def _grouped(
    items: tuple[NavItem, ...], listed: int
) -> tuple[tuple[str, tuple[NavItem, ...]], ...]:
    if listed <= MANY:
        return (("", items),) if items else ()
    return tuple((name, tuple(each)) for name, each in groupby(items, lambda item: item.group))
