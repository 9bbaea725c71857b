"""What a file holds besides the person, and how a page of it is read as a browser would."""

import factory
from bs4 import BeautifulSoup

from prossimo.citizens.models import Address, EmailAddress, SealOpening
from prossimo.core.periods import since
from tests.accounts.factories import UserFactory
from tests.arranging import ArrangedFactory, arranging
from tests.citizens.factories import PersonFactory


class EmailAddressFactory(ArrangedFactory):
    class Meta:
        model = EmailAddress

    person = factory.SubFactory(PersonFactory)
    address = "rosa@posta.example"


class AddressFactory(ArrangedFactory):
    class Meta:
        model = Address

    person = factory.SubFactory(PersonFactory)
    kind = "domicile"
    street = "via dei Gelsi"
    street_number = "3"
    period = factory.LazyFunction(lambda: since(None))


def soup(answer):
    return BeautifulSoup(answer.content, "lxml")


def said(answer):
    return " ".join(soup(answer).get_text(" ").split())


def form_of(answer, field):
    """What a browser would post of the form that holds this field, nothing touched."""
    form = next(f for f in soup(answer).find_all("form") if f.find(attrs={"name": field}))
    posted = {}
    for box in form.find_all("input"):
        kind = box.get("type")
        if not box.get("name") or (kind in {"radio", "checkbox"} and not box.has_attr("checked")):
            continue
        posted[box["name"]] = box.get("value", "on" if kind == "checkbox" else "")
    for box in form.find_all("select"):
        chosen = box.find("option", selected=True) or box.find("option")
        posted[box["name"]] = chosen["value"]
    for box in form.find_all("textarea"):
        posted[box["name"]] = box.get_text()
    return posted


def rows_of(model, **which):
    """What the table holds, read past the wall."""
    with arranging():
        return list(model.objects.unscoped("what the record holds").filter(**which))


class SealOpeningFactory(ArrangedFactory):
    class Meta:
        model = SealOpening

    person = factory.SubFactory(PersonFactory)
    compartment = "address"
    asked_by = factory.SubFactory(UserFactory)
    reason = "Serve per accompagnarla"


def protected(person, seen, sealed):
    """An address in sight, a protected one, and a request to open it, for the role matrix."""
    AddressFactory(person=person, street=f"via {sealed}", compartment="address")
    return {
        "address": AddressFactory(person=person, street=f"via {seen}"),
        "opening": SealOpeningFactory(person=person, reason=seen),
    }
