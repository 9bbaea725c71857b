"""Whoever tries the product finds work that waits: pairs to judge, a file of the registry to approve."""

import json

import pytest

from prossimo.citizens.queries.doubles_words import HOW, PARTS, RULE

pytestmark = pytest.mark.xdist_group("small town")


def test_every_ambito_has_pairs_to_judge_with_their_reasons(small):
    rows = small.rows(
        "SELECT a.key, p.reasons, p.score FROM citizens_duplicatepair p"
        " JOIN territory_ambito a ON a.id = p.ambito_id WHERE p.state = 'waiting'"
    )
    reasons = [reason for _, told, _ in rows for reason in _read(told) if reason["part"] != RULE]

    assert {key for key, _, _ in rows} == {"bergamo", "dalmine", "punto-per-te"}
    assert len(rows) >= 30
    assert len({score for _, _, score in rows}) > 5
    assert {reason["part"] for reason in reasons} <= set(PARTS)
    assert {reason["outcome"] for reason in reasons} == set(HOW)


def test_some_of_them_are_of_different_people(small):
    alike = small.one(
        "SELECT count(*) FROM citizens_duplicatepair p JOIN citizens_person l ON l.id = p.left_id"
        " JOIN citizens_person r ON r.id = p.right_id"
        " WHERE l.sort_key = r.sort_key AND l.tax_code <> r.tax_code AND l.tax_code <> ''"
        " AND r.tax_code <> ''"
    )

    assert alike > 0


def test_a_file_of_the_registry_is_compared_and_waits_for_a_yes(small):
    ((state, phase, counts, approved),) = small.rows(
        "SELECT state, phase, counts, approved_by_id FROM citizens_registrybatch"
    )
    counts = _read(counts)

    assert (state, phase, approved) == ("compared", "", None)
    assert {"new", "changed", "same", "wrong", "repeated"} <= {k for k, n in counts.items() if n}
    assert counts["wrong"] == 1


def _read(told):
    return json.loads(told) if isinstance(told, str) else told
