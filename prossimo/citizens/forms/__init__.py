"""What is typed about people and what their files hold."""

from prossimo.citizens.forms.people import (
    PersonForm,
    QuickPersonForm,
    SearchForm,
    WhoForm,
    initial_of,
)
from prossimo.citizens.forms.reach import ReachRows

__all__ = [
    "PersonForm",
    "QuickPersonForm",
    "ReachRows",
    "SearchForm",
    "WhoForm",
    "initial_of",
]
