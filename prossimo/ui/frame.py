"""What stands around every page: the body's name, the way through the apps, the person at work.

The app at the top of the staircase fills a `Frame` and puts it in the context as `frame`; the base
template shows what it finds there and still stands without it.
"""

from dataclasses import dataclass

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
    def near(self) -> tuple[NavItem, ...]:
        """The entries always at hand on a telephone."""
        return self.nav if len(self.nav) <= SHOWN_BELOW + 1 else self.nav[:SHOWN_BELOW]

    @property
    def far(self) -> tuple[NavItem, ...]:
        """The entries behind «Altro» on a telephone."""
        return self.nav[len(self.near) :]
