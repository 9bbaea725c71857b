"""Two citizens take the last hour at the same instant: one has it, the other is told."""

import re

from django.test import Client
from django.urls import reverse

from prossimo.access.models import Appointment, AppointmentSeat
from tests.access.test_at_once import all_together
from tests.arranging import arranging
from tests.portal.test_booking import Town, hours_on

CROWD = 6


def test_the_last_hour_goes_to_one_of_those_who_ask_together(fresh_database):
    town = Town()
    clients = [Client(REMOTE_ADDR=f"203.0.113.{n}") for n in range(CROWD)]
    choice = hours_on(clients[0], town)[0]
    url = f"{reverse('portal:details', args=[town.motive.pk])}?hour={choice}"
    told = []
    for at, client in enumerate(clients):
        page = client.get(url).content.decode()
        key = re.search(r'name="idempotency_key"\s+value="([^"]+)"', page).group(1)
        email = f"citizen{at}@example.org"
        told.append({"name": "Ada", "email": email, "mode": "office", "idempotency_key": key})

    answers = all_together(
        [lambda c=c, t=t: c.post(url, t) for c, t in zip(clients, told, strict=True)]
    )

    to_code = [a for a in answers if "/prenota/codice/" in a.get("Location", "")]
    assert len(to_code) == 1
    assert all(a.status_code in {302, 422} for a in answers)
    with arranging():
        assert Appointment.objects.unscoped("test").count() == 1
        assert AppointmentSeat.objects.live().count() == 1
