"""Two files that may be of one person: how they are paired, merged and looked at in the tests."""

from django.test import Client

from prossimo.citizens import operations
from prossimo.citizens.models import DuplicatePair, Merge
from tests.arranging import ArrangedFactory, arranging
from tests.citizens.factories import PersonFactory
from tests.pages import soup

LIST = "/persone/doppioni/"
CODE, OTHER_CODE = "RSSMRA60E52A794X", "BNCRSO60E52A794U"


class PairFactory(ArrangedFactory):
    class Meta:
        model = DuplicatePair

    score = 0.95
    found_by = "bulk"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        people = kwargs.pop("people")
        kwargs["left"], kwargs["right"] = sorted(people, key=lambda person: person.pk)
        return super()._create(model_class, *args, ambito=people[0].ambito, **kwargs)


def entered(post):
    client = Client()
    client.force_login(post.user)
    session = client.session
    session["post"] = str(post.pk)
    session.save()
    return client


def pair_in(judge, **more):
    kept = PersonFactory(ambito=judge.ambito, surname="Rossi", given_name="Maria", tax_code=CODE)
    gone = PersonFactory(ambito=judge.ambito, surname="Rosi", given_name="Maria")
    return PairFactory(people=[kept, gone], **more)


def said_of(answer):
    """The words of the middle of the page."""
    return " ".join(soup(answer).main.get_text(" ").split())


def now(row):
    with arranging():
        return type(row)._base_manager.get(pk=row.pk)


def url(pair, verb=""):
    return f"{LIST}{pair.pk}/{verb}"


def merge_form(client, pair):
    """What a browser would post of the merge form, nothing touched."""
    answer = client.get(url(pair, "unisci/"))
    assert answer.status_code == 200
    form = soup(answer).select_one("form.ui-conflict")
    boxes = form.find_all("input")
    ticked = [b for b in boxes if b.get("type") != "radio" or b.has_attr("checked")]
    return {box["name"]: box.get("value", "") for box in ticked if box.get("name")}


def merged(client, pair, **more):
    answer = client.post(url(pair, "unisci/"), merge_form(client, pair) | more)
    assert answer.status_code == 302, said_of(answer)
    with arranging():
        return Merge._base_manager.latest("created_at"), answer["Location"]


def versions(*people):
    return {person.pk: now(person).version for person in people}


def merge(by, kept, gone, **chosen):
    return operations.merge_people(
        kept.pk, gone.pk, by=by, expected=versions(kept, gone), chosen=chosen
    )


def held(model, **which):
    with arranging():
        return list(model._base_manager.filter(**which))
