"""Somebody in the street with a telephone, and what their parcels became."""

import datetime as dt
import json

from django.test import Client

from prossimo.access.models import Contact, Parcel
from prossimo.accounts.choices import RoleKey
from prossimo.core.periods import between
from tests.access.factories import DeskDutyFactory, DeskFactory, ReasonFactory
from tests.access.outreach_factories import (
    OutreachPhoneFactory,
    parcel_of,
)
from tests.accounts.factories import post_of
from tests.arranging import arranging
from tests.territory.factories import AmbitoFactory

LONG_AGO = between(dt.date(2020, 1, 1), dt.date(2021, 1, 1))
SEND = "/in-strada/invio/"


class Street:
    """Somebody of the front desk, on duty, with a telephone."""

    def __init__(self):
        self.post = post_of(RoleKey.FRONT_DESK, AmbitoFactory())
        self.ambito = self.post.ambito
        self.desk = DeskFactory(ambito=self.ambito, name="Punto per Te")
        DeskDutyFactory(desk=self.desk, post=self.post)
        self.reason = ReasonFactory(ambito=self.ambito)
        self.phone = OutreachPhoneFactory(post=self.post)
        self.client = Client()
        self.client.force_login(self.post.user)

    def told(self, **more):
        fields = {"desk": str(self.desk.pk), "reasons": [str(self.reason.pk)],
                  "needs": "Cerca compagnia", "speaker": "self", "given": ["information"]}  # fmt: skip
        return {**fields, **more}

    def parcel(self, id=None, written_at=None, **more):
        return parcel_of(self.phone, self.told(**more), id=id, written_at=written_at)

    def send(self, *parcels, client=None):
        answer = (client or self.client).post(
            SEND, json.dumps({"parcels": parcels}), content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["parcels"]

    def ends(self):
        """The post is over, and the person is out."""
        with arranging():
            self.post.period = LONG_AGO
            self.post.save()


def contacts():
    with arranging():
        return list(Contact.objects.unscoped("everything").order_by("created_at"))


def rows():
    with arranging():
        return list(Parcel.objects.unscoped("everything").order_by("received_at"))
