"""What a file of the registry does to the files of people: each outcome, and never a silent join."""

import random

import pytest

from prossimo.citizens.models import (
    Address,
    FormerTaxCode,
    NameToken,
    Person,
    RegistryBatch,
    RegistryChange,
    RegistryRow,
)
from prossimo.citizens.operations import registry, update_person
from tests.citizens.factories import PersonFactory
from tests.citizens.registry.desk import row

ROSSI, OMOCODIC = "RSSMRA60E52A794X", "RSSMRA60E52A79QU"


def states(batch):
    return list(
        RegistryRow.objects.filter(batch=batch).order_by("line").values_list("state", flat=1)
    )


def test_a_first_file_opens_a_file_for_each_person_in_their_household(bringer):
    batch = bringer.apply(
        row("A1", code=ROSSI), row("A2", "Verdi", "Ugo", sex="M", family="FA1", role="marito")
    )

    assert batch.counts["new"] == 2
    assert {p.listed_name for p in bringer.people()} == {"Rossi Maria", "Verdi Ugo"}
    assert bringer.person("A1").household.label == "Rossi"
    filed = NameToken.objects.filter(person=bringer.person("A2"))
    assert {word.municipality_id for word in filed} == {bringer.person("A2").municipality_id} - {
        None
    }
    words = filed.values_list("token", flat=True)
    assert set(words) == {"verdi", "ugo"}
    assert bringer.tasks() == []


def test_the_same_rows_again_change_nothing(bringer):
    lines = [row("A1", code=ROSSI), row("A2", "Verdi", "Ugo", sex="M")]
    bringer.apply(*lines)
    before = bringer.picture()

    again = bringer.apply(*reversed(lines))

    assert again.counts == {"same": 2, "tasks": 0}
    assert bringer.picture() == before
    assert not RegistryChange.objects.filter(batch=again).exists()


def test_the_very_same_file_is_recognised(bringer):
    first = bringer.apply(row("A1"))

    with pytest.raises(registry.AlreadyHere) as here:
        bringer.bring(row("A1"))

    assert here.value.batch == first


def test_any_order_and_two_halves_come_to_the_same(bringer):
    lines = [
        row(
            f"A{n}",
            f"Cognome{n % 7}",
            f"Nome{n}",
            family=f"F{n // 3}",
            role="IS" if n % 3 == 1 else "FG",
        )
        for n in range(24)
    ]
    whole = bringer.apply(*lines)
    expected = bringer.picture()
    assert bringer.undo(whole).state == "undone"
    assert bringer.picture() == []

    random.Random(3).shuffle(lines)
    bringer.apply(*lines[12:])
    bringer.apply(*lines[:12])

    assert bringer.picture() == expected


def test_who_moved_keeps_the_old_home_and_becomes_a_check(bringer):
    bringer.apply(row("A1"))

    batch = bringer.apply(row("A1", street="Via Verdi", house="7"))

    person = bringer.person("A1")
    assert (person.street, person.street_number) == ("Via Verdi", "7")
    assert str(Address.objects.visible_to(bringer.actor).get(person=person)).startswith(
        "Via Roma 1"
    )
    assert bringer.tasks() == ["moved"]
    assert states(batch) == ["changed"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"died": "01/02/2024"}, "died"),
        ({"state": "emigrata"}, "left"),
        ({"state": "irreperibile"}, "left"),
    ],
)
def test_deaths_and_departures_become_checks(bringer, more, kind):
    bringer.apply(row("A1"))

    bringer.apply(row("A1", **more))

    assert bringer.tasks() == [kind]


def test_a_newborn_without_a_name_enters_the_household_as_a_new_child(bringer):
    from prossimo.core.periods import today

    bringer.apply(row("A1", family="F1"))
    Person.objects.unscoped("a year goes by").update(registry_seen_on="2020-01-01")
    born = f"{today():%d/%m/%Y}"

    batch = bringer.apply(row("A9", "", "", family="F1", born=born, role="figlia"))

    child = bringer.person("A9")
    assert states(batch) == ["new"]
    assert child.full_name == "Senza nome"
    assert child.household == bringer.person("A1").household
    assert bringer.tasks() == ["child"]


def test_a_household_that_divides_becomes_a_check_of_who_left(bringer):
    bringer.apply(row("A1", family="F1"), row("A2", "Verdi", "Ugo", family="F1"))

    bringer.apply(row("A2", "Verdi", "Ugo", family="F2"))

    assert bringer.tasks() == ["split"]
    assert bringer.person("A2").household != bringer.person("A1").household


def test_who_is_missing_from_a_whole_registry_is_looked_for_never_deleted(bringer):
    bringer.apply(row("A1"), row("A2", "Verdi"))

    batch = bringer.apply(row("A1"), whole=True)

    assert batch.counts["missing"] == 1
    assert bringer.tasks() == ["missing"]
    assert bringer.person("A2").registry_state == "resident"


def test_a_name_and_a_sex_that_change_keep_the_file(bringer):
    bringer.apply(row("A1"))
    before = bringer.person("A1")

    bringer.apply(row("A1", "Rossi", "Mario", sex="M"))

    after = bringer.person("A1")
    assert (after.pk, after.given_name, after.sex, after.sort_key) == (
        before.pk, "Mario", "M", "rossi mario",
    )  # fmt: skip
    words = NameToken.objects.filter(person=after).values_list("token", flat=True)
    assert set(words) == {"rossi", "mario"}


@pytest.mark.parametrize(("new", "why"), [(OMOCODIC, "homocody"), ("RSSMRA60E53A794Y", "mistake")])
def test_a_code_that_changes_is_remembered(bringer, new, why):
    from prossimo.citizens.taxcode import calc_check_digit

    new = new[:15] + calc_check_digit(new[:15])
    bringer.apply(row("A1", code=ROSSI))

    bringer.apply(row("A1", code=new))

    former = FormerTaxCode.objects.visible_to(bringer.actor).get()
    assert bringer.person("A1").tax_code == new
    assert (former.code, former.why) == (ROSSI, why)


def test_a_file_made_at_a_desk_is_linked_by_its_code_and_what_was_typed_stays(bringer, town):
    known = PersonFactory(
        ambito=town.ambito, municipality=town, surname="Rossi", given_name="Maria", tax_code=ROSSI,
        tax_code_state="valid", street="Via Vecchia",
    )  # fmt: skip

    bringer.apply(row("A1", code=ROSSI))

    known.refresh_from_db()
    assert (known.registry_id, known.street) == ("A1", "Via Vecchia")
    assert bringer.tasks() == ["doubt"]


def test_the_name_alone_joins_nobody(bringer, town):
    known = PersonFactory(
        ambito=town.ambito, municipality=town, surname="Rossi", given_name="Maria"
    )

    batch = bringer.apply(row("A1"))

    known.refresh_from_db()
    assert states(batch) == ["doubt"]
    assert known.registry_id == ""
    assert bringer.people().count() == 1
    assert bringer.tasks() == ["doubt"]


def test_twins_with_consecutive_codes_are_two_people(bringer):
    from prossimo.citizens.taxcode import calc_check_digit

    codes = [head + calc_check_digit(head) for head in ("RSSMRA60E52A794", "RSSMRA60E52A79Q")]

    batch = bringer.apply(
        row("A1", "Rossi", "Maria", code=codes[0]), row("A2", "Rossi", "Mara", code=codes[1])
    )

    assert batch.counts["new"] == 2
    assert bringer.tasks() == []


def test_one_code_for_two_people_is_an_alarm_not_an_error(bringer):
    batch = bringer.apply(row("A1", code=ROSSI), row("A2", "Rosso", "Mara", code=ROSSI))

    assert batch.counts["new"] == 2
    assert bringer.tasks() == ["code", "code"]


def test_an_adoption_is_two_people_with_nothing_in_common(bringer):
    bringer.apply(row("A1", "Rossi", "Maria", code=ROSSI))

    batch = bringer.apply(row("A77", "Bianchi", "Maria", code="BNCMRA60E52A794D"))

    assert batch.counts["new"] == 1
    assert bringer.tasks() == []


def test_a_number_that_another_person_bears_is_a_doubt(bringer):
    bringer.apply(row("A1", "Rossi", "Maria"))

    batch = bringer.bring(row("A1", "Neri", "Ugo", born="01/01/1980"))

    assert states(batch) == ["doubt"]


def test_a_repeated_row_counts_once_and_unlike_ones_not_at_all(bringer):
    batch = bringer.bring(
        row("A1"), row("A1"), row("A2", "Verdi"), row("A2", "Verde"), row("A3", "Neri")
    )

    assert states(batch) == ["new", "repeated", "wrong", "wrong", "new"]


def test_what_a_person_corrected_by_hand_is_not_overwritten(bringer):
    bringer.apply(row("A1"))
    person = bringer.person("A1")
    update_person(person.pk, by=bringer.actor, expected=person.version, birth_place="Bergamo")
    person = update_person(
        person.pk, by=bringer.actor, expected=person.version + 1, surname="Rossini"
    )

    batch = bringer.apply(row("A1", "Rosso", died="", state="residente"))

    assert states(batch) == ["doubt"]
    assert bringer.person("A1").surname == "Rossini"
    assert bringer.tasks() == ["doubt"]


def test_a_protected_residence_is_left_alone_and_nobody_is_told(bringer):
    from django.db import connection

    from prossimo.core.records import new_id

    bringer.apply(row("A1"))
    person = bringer.person("A1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.seal_residence(%s, %s)", [person.pk, new_id()])

    batch = bringer.apply(row("A1", street="Via Nascosta", house="9"))

    assert batch.counts["same"] == 1
    assert bringer.person("A1").street == ""
    assert bringer.tasks() == []


def test_undoing_puts_back_but_keeps_what_came_after(bringer):
    bringer.apply(row("A1", code=ROSSI), row("A2", "Verdi", "Ugo"))
    first = bringer.picture()
    second = bringer.apply(
        row("A1", "Russo", code=ROSSI, street="Via Verdi"),
        row("A2", "Verdi", "Ugo", street="Via Verdi"),
        row("A3", "Neri", "Ada"),
    )
    corrected = bringer.person("A2")
    update_person(corrected.pk, by=bringer.actor, expected=corrected.version, street="Via Corretta")

    undone = bringer.undo(second)

    assert undone.state == "undone"
    assert [line for line in bringer.picture() if "'A1'" in line] == [
        line for line in first if "'A1'" in line
    ]
    assert bringer.person("A2").street == "Via Corretta"
    assert not bringer.people().filter(registry_id="A3").exists()
    kept = RegistryChange.objects.get(batch=second, person=corrected)
    assert (kept.undone, "street" in kept.kept_because) == (False, True)
    assert bringer.tasks().count("moved") == 2  # dismissed, not deleted


def test_a_batch_that_nobody_approved_is_dropped_with_its_rows(bringer):
    batch = bringer.bring(row("A1"))

    registry.drop(batch.pk, by=bringer.actor)

    assert RegistryBatch.objects.get(pk=batch.pk).state == "dropped"
    assert not RegistryRow.objects.filter(batch=batch).exists()
    assert bringer.people().count() == 0


def test_several_municipalities_come_in_one_file_by_any_code(bringer, town):
    from tests.territory.factories import MunicipalityFactory

    other = MunicipalityFactory(ambito=town.ambito)
    lines = [f"A1;Rossi;Maria;12/05/1960;{town.istat_code}", f"A2;Neri;Ada;12/05/1960;{other.name}",
             "A3;Verdi;Ugo;12/05/1960;H999", f"A4;Bo;Li;1/1/1960;{other.cadastral_code}"]  # fmt: skip

    batch = bringer.bring(*lines, head="matricola;cognome;nome;data_nascita;comune", town=None)

    assert states(batch) == ["new", "new", "wrong", "new"]
