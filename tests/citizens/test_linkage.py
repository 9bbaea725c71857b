"""Each rule of the trade with a few people made by hand: who is one, who is two, who needs human eyes."""

from pathlib import Path

import pyarrow as pa
import pytest
from stdnum.it.codicefiscale import calc_check_digit

from prossimo.citizens.linkage import conditions, finding, model
from prossimo.citizens.linkage.finding import find
from prossimo.citizens.linkage.pairs import Band, Outcome

COLUMNS = [
    *("surname", "given_name", "sex", "born_on", "birth_place_code", "tax_code"),
    *("municipality", "street", "street_number", "phones", "household"),
]


def coded(plain):
    """A right code, with its check character."""
    return plain + calc_check_digit(plain)


MARIA = {
    "surname": "Rossi",
    "given_name": "Maria",
    "sex": "F",
    "born_on": "1960-05-12",
    "birth_place_code": "A794",
    "tax_code": "RSSMRA60E52A794X",
    "municipality": "Bergamo",
    "street": "via dei Pioppi",
    "street_number": "3",
    "phones": "+393990000001",
    "household": "h1",
}
FATOU = {
    **MARIA,
    "surname": "Ndiaye",
    "given_name": "Fatou",
    "born_on": "1985-01-01",
    "birth_place_code": "Z343",
    "tax_code": None,
}
ELSEWHERE = {"street": "via Verdi", "street_number": "90", "phones": None, "household": None}
NOBODY_KNOWS = dict.fromkeys(COLUMNS)


def compared(*people):
    rows = [{"id": f"p{number}", **NOBODY_KNOWS, **person} for number, person in enumerate(people)]
    return find(pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in ["id", *COLUMNS]])))


def band_of(one, other):
    pairs = compared(one, other)
    return pairs[0].band if pairs else None


def but(person, **changes):
    return {**person, "household": None, **changes}


# --- one person ---------------------------------------------------------------------------------

ONE = {
    "the same card at two desks": but(MARIA, **ELSEWHERE),
    "the code was not written": but(MARIA, tax_code=None),
    "a temporary code, then the real one": but(MARIA, tax_code="12345670016"),
    "surname and name in each other's place": but(MARIA, surname="Maria", given_name="Rossi"),
    "a letter wrong and no code": but(MARIA, surname="Rosssi", tax_code=None),
    "a letter wrong in the code": but(MARIA, tax_code="RSSMRA60E52A794Y", **ELSEWHERE),
    "day and month exchanged": but(MARIA, born_on="1960-12-05", tax_code=None),
    "the husband's surname": but(MARIA, surname="Bianchi", tax_code=None),
    "one more surname": but(MARIA, surname="Rossi Bianchi", tax_code=None),
    "one more name": but(MARIA, given_name="Maria Grazia", tax_code=None),
    "capitals, accents and apostrophes": but(MARIA, surname="RÒSSI", given_name=" maria "),
    "an omocodic variant of the code": but(MARIA, tax_code="RSSMRA60E52A79QU"),
}


@pytest.mark.parametrize("other", ONE.values(), ids=ONE.keys())
def test_one_person_written_in_two_ways_is_probable(other):
    assert band_of(MARIA, other) is Band.PROBABLE


@pytest.mark.parametrize(
    ("surname", "given_name", "again"),
    [
        ("Shevchenko", "Oleksandr", ("Scevcenko", "Olexandr")),
        ("Hossain", "Mohammad", ("Hussain", "Mohamed")),
        ("Ndiaye", "Khady", ("N'Diaye", "Kady")),
        ("Шевченко", "Олександр", ("Shevchenko", "Oleksandr")),
    ],
)
def test_a_name_from_another_alphabet_is_the_same_name(surname, given_name, again):
    one = {**FATOU, "surname": surname, "given_name": given_name, "born_on": "1985-07-23"}
    other = but(one, surname=again[0], given_name=again[1])

    assert band_of(one, other) is Band.PROBABLE


# --- two people ---------------------------------------------------------------------------------

TWIN = {**MARIA, "given_name": "Lucia", "tax_code": coded("RSSLCU60E52A794")}
TWO = {
    "twins with codes that follow each other": (MARIA, TWIN),
    "twins without codes": ({**MARIA, "tax_code": None}, {**TWIN, "tax_code": None}),
    "mother and daughter of one name": (
        {**MARIA, "tax_code": None, "born_on": "1932-11-30"},
        {**MARIA, "tax_code": None},
    ),
    "a brother and a sister": (
        MARIA,
        {**MARIA, "given_name": "Mario", "sex": "M", "born_on": "1963-08-02", "tax_code": None},
    ),
    "namesakes born on two days": (MARIA, but(MARIA, born_on="1971-02-03", tax_code=None)),
    "two who left everything blank": (
        {"surname": "Rossi", "given_name": "Maria"},
        {"surname": "Rossi", "given_name": "Maria"},
    ),
    "two valid codes, two birth places": (
        MARIA,
        but(MARIA, tax_code=coded("RSSMRA60E52L378"), birth_place_code="L378", **ELSEWHERE),
    ),
}


@pytest.mark.parametrize(("one", "other"), TWO.values(), ids=TWO.keys())
def test_two_people_who_look_alike_are_never_probable(one, other):
    assert band_of(one, other) is not Band.PROBABLE


@pytest.mark.parametrize("name", ["twins with codes that follow each other", "twins without codes"])
def test_twins_are_not_even_proposed(name):
    assert compared(*TWO[name]) == []


def test_twins_of_one_home_whose_names_differ_by_a_letter_are_for_human_eyes():
    marco = {**MARIA, "given_name": "Marco", "sex": "M", "tax_code": None}

    (pair,) = compared(marco, {**marco, "given_name": "Mirco"})

    assert (pair.band, pair.held) == (Band.POSSIBLE, "same_household")


def test_two_valid_codes_are_never_one_person_without_a_human():
    other = but(MARIA, tax_code=coded("RSSMRA60E52F205"))

    (pair,) = compared(MARIA, other)

    assert (pair.band, pair.held) == (Band.POSSIBLE, "two_codes")
    assert pair.reason("tax_code").outcome is Outcome.DIFFER
    assert pair.probability <= 0.6


@pytest.mark.parametrize(
    "difference",
    [
        {"given_name": "Marta"},
        {"born_on": "1960-05-13"},
        {"birth_place_code": "L378"},
        {"surname": "Rosso"},
    ],
    ids=str,
)
def test_two_valid_codes_and_one_more_difference_are_two_people(difference):
    other = but(MARIA, tax_code=coded("RSSMRA60E52F205"), **difference)

    assert compared(MARIA, other) == []


def test_omocodic_namesakes_with_nothing_else_in_common_are_for_human_eyes():
    (pair,) = compared(MARIA, but(MARIA, tax_code="RSSMRA60E52A79QU", **ELSEWHERE))

    assert (pair.band, pair.held) == (Band.POSSIBLE, "omocodic")
    assert pair.reason("tax_code").outcome is Outcome.CLOSE


# --- how much a thing says ----------------------------------------------------------------------


def test_a_rare_name_says_more_than_a_common_one():
    crowd = [
        {**MARIA, "tax_code": None, "born_on": f"19{n:02}-03-04", "household": None, **ELSEWHERE}
        for n in range(20, 99)
    ]
    rare = {**crowd[0], "surname": "Zambelli", "given_name": "Ersilia"}

    pairs = {
        pair.left: pair
        for pair in compared(rare, rare, *crowd, crowd[0])
        if pair.reason("born_on").outcome is Outcome.AGREE
    }

    weights = [sorted_.reason("surname").weight for sorted_ in pairs.values()]
    assert len(weights) == 2
    assert pairs["p0"].reason("surname").weight == max(weights) > min(weights) + 2


def test_namesakes_born_far_away_on_an_unknown_day_have_little_to_tell_them_apart():
    others = [
        {**FATOU, "given_name": f"Awa {n}", "household": None, **ELSEWHERE} for n in range(60)
    ]

    found = compared(FATOU, but(FATOU, **ELSEWHERE), *others)

    assert all(
        pair.band is Band.POSSIBLE for pair in found if {pair.left, pair.right} == {"p0", "p1"}
    )


def test_missing_is_neither_agreement_nor_difference():
    (pair,) = compared(MARIA, but(MARIA, phones=None, street=None, sex=None))

    assert {pair.reason(key).outcome for key in ("phones", "address", "sex", "household")} == {
        Outcome.MISSING
    }
    assert pair.reason("sex").weight == 0


def test_a_pair_says_why_in_words_that_have_a_key():
    shipped = model.Model.read()

    (pair,) = compared(MARIA, but(MARIA, born_on="1960-12-05", surname="Rosi", tax_code=None))

    assert [reason.key for reason in pair.reasons] == [each.key for each in shipped.comparisons]
    assert pair.reason("born_on").level == "swapped"
    assert pair.reason("surname").level == "typo"
    assert pair.weight == pytest.approx(
        sum(reason.weight for reason in pair.reasons) + prior(shipped), abs=0.1
    )


def prior(shipped):
    import math

    odds = shipped.odds(2)
    return math.log2(odds / (1 - odds))


def test_nobody_and_one_alone_have_no_double():
    assert compared() == []
    assert compared(MARIA) == []


def test_a_crowd_compared_part_by_part_gives_the_same_pairs(monkeypatch):
    crowd = [but(MARIA), *ONE.values()]
    whole = compared(*crowd)

    monkeypatch.setattr(finding, "AT_ONCE", 4)

    assert len(whole) > 10
    assert compared(*crowd) == whole


# --- the shipped model --------------------------------------------------------------------------


def test_every_level_says_how_often_it_happens_and_no_more_than_always():
    for comparison in model.Model.read().comparisons:
        levels = comparison.levels
        assert 0.9 < sum(level.m for level in levels) <= 1.05 or comparison.key == "tax_code"
        assert all(0 < level.u < 1 for level in levels)
        assert not levels[-1].when


def test_every_condition_is_known_to_both_engines():
    for name, engine in conditions.DIALECTS.items():
        settings = model.Model.read().as_splink(name, 1_000_000)
        said = str(settings["comparisons"])

        assert engine.jaro_winkler in said
        assert engine.overlap in said


def test_the_reference_names_everything_that_is_compared_and_every_rule():
    shipped = model.Model.read()
    reference = Path("docs/reference/duplicates.md").read_text(encoding="utf-8")

    levels = [level.key for comparison in shipped.comparisons for level in comparison.levels]
    rules = [rule.key for rule in shipped.rules]
    assert len(rules) > 3
    for key in [*(each.key for each in shipped.comparisons), *levels, *rules]:
        assert f"`{key}`" in reference
    for threshold in (shipped.probable, shipped.possible):
        assert f"{threshold:.2f}" in reference
