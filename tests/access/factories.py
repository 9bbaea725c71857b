"""Desks, reasons and contacts for the tests."""

import factory

from prossimo.access.choices import DeskKind, ReasonGroup, Subject
from prossimo.access.models import Contact, ContactReason, Desk, DeskDuty, Reason
from tests.accounts.factories import PostFactory
from tests.arranging import ArrangedFactory, arranging
from tests.citizens.factories import PersonFactory
from tests.territory.factories import AmbitoFactory


class DeskFactory(ArrangedFactory):
    class Meta:
        model = Desk

    ambito = factory.SubFactory(AmbitoFactory)
    name = factory.Sequence(lambda n: f"Sportello {n}")
    kind = DeskKind.PASS
    part_of_pass = True


class DeskDutyFactory(ArrangedFactory):
    class Meta:
        model = DeskDuty

    desk = factory.SubFactory(DeskFactory)
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..desk.ambito"))


class ReasonFactory(ArrangedFactory):
    class Meta:
        model = Reason

    key = factory.Sequence(lambda n: f"motivo-{n}")
    label = factory.Sequence(lambda n: f"Motivo {n}")
    group = ReasonGroup.INFORMATION


class ContactFactory(ArrangedFactory):
    class Meta:
        model = Contact

    class Params:
        nobody = factory.Trait(subject=Subject.NOBODY, person=None)

    desk = factory.SubFactory(DeskFactory)
    ambito = factory.SelfAttribute("desk.ambito")
    person = factory.SubFactory(PersonFactory, ambito=factory.SelfAttribute("..ambito"))
    main_reason = factory.SubFactory(ReasonFactory)
    post = factory.SubFactory(PostFactory, ambito=factory.SelfAttribute("..ambito"))
    author = factory.SelfAttribute("post.user")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        contact = super()._create(model_class, *args, **kwargs)
        with arranging():
            ContactReason.objects.create(contact=contact, reason=contact.main_reason)
        return contact
