"""Desks with a queue, tickets and the addresses of the door, for the tests."""

import factory
from django.utils import timezone

from prossimo.access import links
from prossimo.access.choices import ArrivedBy, TicketState
from prossimo.access.models import Desk, QueueDay, Ticket, TicketStep
from prossimo.core.periods import today
from tests.access.factories import DeskFactory
from tests.arranging import ArrangedFactory, arranging


class QueueDeskFactory(DeskFactory):
    has_queue = True


class TicketFactory(ArrangedFactory):
    """A ticket as it stands, with the step that took it."""

    class Meta:
        model = Ticket

    class Params:
        called = factory.Trait(
            state=TicketState.CALLED, called_at=factory.LazyFunction(timezone.now), calls=1
        )
        serving = factory.Trait(
            state=TicketState.SERVING,
            called_at=factory.LazyFunction(timezone.now),
            started_at=factory.LazyFunction(timezone.now),
            calls=1,
        )
        served = factory.Trait(
            state=TicketState.SERVED,
            called_at=factory.LazyFunction(timezone.now),
            started_at=factory.LazyFunction(timezone.now),
            ended_at=factory.LazyFunction(timezone.now),
        )
        left = factory.Trait(
            state=TicketState.LEFT, ended_at=factory.LazyFunction(timezone.now), left_why="told"
        )

    desk = factory.SubFactory(QueueDeskFactory)
    ambito = factory.SelfAttribute("desk.ambito")
    day = factory.LazyFunction(today)
    code = factory.LazyAttribute(lambda one: f"{one.desk.letter}{one.number:03d}")
    arrived_by = ArrivedBy.KIOSK

    @factory.lazy_attribute
    def number(self):
        with arranging():
            day, _made = QueueDay.objects.get_or_create(desk=self.desk, day=self.day)
            day.issued += 1
            day.save()
        return day.issued

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        ticket = super()._create(model_class, *args, **kwargs)
        with arranging():
            TicketStep.objects.create(ticket=ticket, name="take", at=ticket.taken_at)
        return ticket


def words_of(desk):
    """The addresses that a desk hangs up, as their last part."""
    return {
        "kiosk": links.sign(links.KIOSK, desk.ambito_id, desk.pk, desk.door_serial),
        "board": links.sign(links.BOARD, desk.ambito_id, desk.pk, desk.door_serial),
        "phone": links.sign(links.DOOR, desk.ambito_id, desk.pk, desk.door_serial),
        "door_code": links.short_of(desk.pk, desk.door_serial),
    }


def queued(desk, person):
    """For the world of the matrix: the desk has a queue, and somebody with a file waits in it."""
    with arranging():
        Desk.objects.filter(pk=desk.pk).update(has_queue=True)
    desk.has_queue = True
    return {"ticket": TicketFactory(desk=desk, person=person)}
