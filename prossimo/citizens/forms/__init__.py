"""What is typed about people and what their files hold."""

from prossimo.citizens.forms.people import (
    BasePhones,
    PersonForm,
    QuickPersonForm,
    SearchForm,
    WhoForm,
    initial_of,
    phone_rows,
)

__all__ = [
    "BasePhones",
    "PersonForm",
    "QuickPersonForm",
    "SearchForm",
    "WhoForm",
    "initial_of",
    "phone_rows",
]
