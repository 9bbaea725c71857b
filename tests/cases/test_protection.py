"""Orders of an authority, what they ask, minors placed in safety: as people use them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from prossimo.accounts.choices import Action
from prossimo.accounts.models import JournalLine
from prossimo.cases.choices import RemovalAct
from prossimo.cases.models import CourtOrder, Prescription, Removal, RemovalStep, SafePlace
from prossimo.cases.operations import protection as operations
from prossimo.cases.queries import protection as reads
from prossimo.cases.queries.cases import proposed_intensity
from prossimo.core.periods import between, since, today
from tests.access.reading import errors, words
from tests.arranging import arranging
from tests.cases.factories import given
from tests.cases.protection_factories import (
    CourtOrderFactory,
    PrescriptionFactory,
    RemovalFactory,
    RemovalStepFactory,
    SafePlaceFactory,
)

pytestmark = pytest.mark.django_db
KEY = "0190c0de-0000-7000-8000-0000000000"
ORDER = {"authority": "Tribunale per i minorenni", "kind": "incontri protetti", "effect": "nessuno",
         "number": "12/2026", "issued_on": dt.date(2026, 3, 2), "notified_on": None, "text": ""}  # fmt: skip


def page(case, name="protection", *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def post(client, url, **values):
    return client.post(url, {"idempotency_key": f"{KEY}{len(str(values)) % 90 + 10}", **values})


def the(model):
    with arranging():
        return model.objects.unscoped("test").get()


def hour(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_an_order_is_recorded_with_what_it_asks_and_promises_it(case, owner, at_work):
    client = at_work(owner)

    wrong = post(client, page(case, "order_new"), person=str(case.person_id), kind="x")
    assert wrong.status_code == 422
    assert "Autorità" in errors(wrong)
    done = post(
        client, page(case, "order_new"), person=str(case.person_id),
        authority="Tribunale per i minorenni", kind="affidamento al servizio sociale",
        issued_on="2026-03-02", what="Relazione al tribunale", due_on="2026-06-01",
    )  # fmt: skip

    assert done["Location"] == page(case)
    seen = words(client.get(page(case)))
    assert "in vigore" in seen
    assert "La regola ora propone: piena" in seen
    front = words(client.get(case.get_absolute_url()))
    assert "Relazione al tribunale" in front
    assert "in ritardo" in front
    asked = the(Prescription)
    post(client, page(case, "prescription_done", asked.pk), version="1", day=str(today()))
    assert "Relazione al tribunale" not in words(client.get(case.get_absolute_url()))


def test_an_order_in_force_is_a_sign_of_the_rule_until_it_ends(case, owner, acting):
    by = acting(owner)
    assert proposed_intensity(case).intensity == "light"

    row = operations.record_order(
        case, by=by, person=case.person, values=ORDER | {"period": since(dt.date(2026, 3, 2))}
    )
    assert proposed_intensity(case).intensity == "full"
    operations.revoke_order(row, by=by, expected=1, day=today(), why="Decreto 40/2026")

    assert proposed_intensity(case).intensity == "light"


def test_what_a_revoked_order_asked_is_promised_no_more(case, owner, acting, at_work):
    row = CourtOrderFactory(case=case)
    PrescriptionFactory(order=row, what="Relazione al tribunale")
    other = PrescriptionFactory(order=CourtOrderFactory(case=case), what="Incontri protetti")
    by = acting(owner)
    assert len(reads.open_prescriptions(by, case)) == 2

    operations.revoke_order(row, by=by, expected=1, day=today(), why="Decreto 40/2026")

    assert reads.open_prescriptions(by, case) == [other]
    client = at_work(owner)
    front = words(client.get(case.get_absolute_url()))
    assert "Incontri protetti" in front
    assert "Relazione al tribunale" not in front
    assert "non più chiesto" in words(client.get(page(case)))


@pytest.mark.parametrize(
    ("first", "last", "weighs"),
    [
        (dt.date(2026, 3, 2), today() - dt.timedelta(days=1), False),
        (today() + dt.timedelta(days=1), None, False),
        (today(), today(), True),
    ],
)
def test_only_what_is_in_force_today_weighs(case, owner, acting, first, last, weighs):
    CourtOrderFactory(case=case, period=between(first, last))
    acting(owner)

    assert (proposed_intensity(case).intensity == "full") is weighs


def test_a_new_order_takes_the_place_of_another(case, owner, acting):
    by = acting(owner)
    first = operations.record_order(
        case, by=by, person=case.person, values=ORDER | {"period": since(dt.date(2026, 3, 2))}
    )
    operations.record_order(
        case, by=by, person=case.person, replaces=first,
        values=ORDER | {"period": since(dt.date(2026, 5, 2)), "issued_on": dt.date(2026, 5, 2)},
    )  # fmt: skip

    told = {reads.in_force(row): row for row in reads.orders_of(by, case)}
    assert told[False].pk == first.pk
    assert told[False].revoked_on == dt.date(2026, 5, 2)


def test_whom_the_part_was_not_opened_sees_neither_orders_nor_clock(
    case, owner, colleague, manager, at_work
):
    CourtOrderFactory(case=case, text="Parole del decreto")
    given(case, colleague, parts=["diary", "plan"])

    for who in (colleague, manager):
        client = at_work(who)
        assert client.get(page(case)).status_code == 403
        front = words(client.get(case.get_absolute_url()))
        assert "affidamento al servizio sociale" not in front
        assert "Tutela" not in front.split("Che cosa è successo")[0]


def test_the_clock_runs_from_the_hour_of_the_placement_and_each_act_moves_it(case, owner, at_work):
    client = at_work(owner)
    placed = timezone.now() - dt.timedelta(hours=20)

    post(
        client, page(case, "removal_new"), person=str(case.person_id), at=hour(placed),
        authority="Polizia locale", why="Trovato solo in casa", place="Comunità Il Melograno",
    )  # fmt: skip
    removal = the(Removal)
    assert "Subito: l'avviso orale" in words(client.get(page(case)))
    post(client, page(case, "removal_step", removal.pk), act="told", at=hour(placed))
    seen = words(client.get(page(case)))
    assert "Ora tocca a: trasmissione scritta al pubblico ministero" in seen
    assert "resta 3 ore" in seen or "resta 4 ore" in seen
    assert "Un minore è in luogo sicuro" in words(client.get(case.get_absolute_url()))
    assert "Il Melograno" not in seen


def test_a_wrong_hour_is_corrected_with_a_reason_and_the_first_stays(case, owner, acting):
    by = acting(owner)
    placed = timezone.now() - dt.timedelta(hours=30)
    removal = operations.place_in_safety(
        case, by=by, person=case.person, authority="Polizia", why="Solo", at=placed, place=""
    )
    sent = operations.record_step(removal, by=by, act="sent", at=timezone.now())
    assert reads.removals_of(by, case)[0].clock.fallen.key == "sent"

    with pytest.raises(ValidationError):
        operations.correct_step(sent, by=by, at=placed, paper="", why=" ")
    operations.correct_step(
        sent, by=by, at=placed + dt.timedelta(hours=3), paper="prot. 8", why="Ora della PEC"
    )

    watched = reads.removals_of(by, case)[0]
    assert watched.clock.fallen is None
    assert [step.pk for step in watched.corrected] == [sent.pk]
    with pytest.raises(ValidationError):
        operations.record_step(removal, by=by, act="sent", at=timezone.now())


def test_no_act_comes_before_the_placement_or_in_the_future(case, owner, acting):
    by = acting(owner)
    removal = operations.place_in_safety(
        case, by=by, person=case.person, authority="Polizia", why="Solo", at=timezone.now(),
        place="",
    )  # fmt: skip

    for at in (timezone.now() - dt.timedelta(hours=1), timezone.now() + dt.timedelta(hours=1)):
        with pytest.raises(ValidationError):
            operations.record_step(removal, by=by, act="sent", at=at)
    with pytest.raises(ValidationError, match="già un collocamento aperto"):
        operations.place_in_safety(
            case, by=by, person=case.person, authority="P", why="S", at=timezone.now(), place=""
        )


def test_what_has_lapsed_is_said_to_worker_and_manager_and_closes_only_by_hand(
    case, owner, manager, at_work
):
    RemovalFactory(case=case, at=timezone.now() - dt.timedelta(hours=40), why="Parole segrete")

    for who in (owner, manager):
        seen = words(at_work(who).get("/", follow=True))
        assert case.number in seen
        assert "perde efficacia" in seen
        told = seen.partition("Termini dell'art. 403 che corrono")[2]
        assert case.person.surname not in told.partition("perde efficacia")[0]
        assert "Parole segrete" not in seen
    removal = the(Removal)
    assert removal.ended_on is None
    client = at_work(owner)
    refused = post(client, page(case, "removal_end", removal.pk), version="1", day=str(today()))
    assert refused.status_code == 422
    post(
        client, page(case, "removal_end", removal.pk), version="1", outcome="lapsed",
        why="Decreto 7/2026", day=str(today()),
    )  # fmt: skip
    assert the(Removal).outcome == "lapsed"
    assert "perde efficacia" not in words(client.get("/", follow=True))


def test_where_they_are_is_read_by_few_and_every_reading_is_written(
    case, owner, colleague, at_work
):
    place = SafePlaceFactory(removal=RemovalFactory(case=case))
    given(case, colleague)

    url = page(case, "safe_place", place.removal_id)
    assert at_work(colleague).get(url).status_code == 404
    assert place.place in words(at_work(owner).get(url))
    with arranging():
        assert JournalLine.objects.filter(action=Action.UNSEAL, object_id=place.pk).count() == 1


def test_who_coordinates_writes_no_order(case, manager, acting):
    with pytest.raises(PermissionDenied):
        operations.record_order(
            case, by=acting(manager), person=case.person, values=ORDER | {"period": since(today())}
        )


def test_eighteen_years_are_told_half_a_year_before(case, owner, acting):
    with arranging():
        case.person.born_on = dt.date(2008, 12, 1)
        case.person.save()
    CourtOrderFactory(case=case)
    by = acting(owner)

    grown = reads.coming_of_age(by, case)

    soon = dt.date(2026, 12, 1) <= today() + reads.AGE_SEEN
    assert [each.day for each in grown] == ([dt.date(2026, 12, 1)] if soon else [])


def test_of_another_person_no_order_is_recorded(case, owner, acting):
    from tests.citizens.factories import PersonFactory

    stranger = PersonFactory(ambito=case.ambito)
    with pytest.raises(ValidationError, match="Non è tra le persone"):
        operations.record_order(
            case, by=acting(owner), person=stranger, values=ORDER | {"period": since(today())}
        )


def test_steps_are_never_rewritten(case, owner, acting):
    row = RemovalStepFactory(removal=RemovalFactory(case=case), act=RemovalAct.TOLD)
    by = acting(owner)

    from django.db import ProgrammingError, transaction

    with pytest.raises(ProgrammingError), transaction.atomic():
        RemovalStep.objects.visible_to(by).filter(pk=row.pk).update(paper="altro")
    assert CourtOrder.objects.visible_to(by).count() == 0
    assert SafePlace.objects.visible_to(by).count() == 0
    assert PrescriptionFactory(order__case=case).what
