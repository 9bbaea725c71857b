"""The same people on DuckDB and on Spark: the same pairs, the same weights, the same reasons.

Needs the extra `spark` and a Java machine: `make spark`.
"""

import logging

import pyarrow as pa
import pytest

from prossimo.citizens.linkage.engines import Spark
from prossimo.citizens.linkage.finding import find
from tests.citizens.test_linkage import COLUMNS as RAW
from tests.citizens.test_linkage import ONE, TWO, but

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(600),
    # Spark's own line to Java closes its sockets when it pleases.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    logging.getLogger("py4j").setLevel(logging.WARNING)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", Spark.jar())
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield Spark(session)
    session.stop()


def people():
    """Everybody of the rules of the trade, each couple in a town street of its own."""
    couples = [*TWO.values(), *((next(iter(TWO.values()))[0], other) for other in ONE.values())]
    rows = []
    for number, couple in enumerate(couples):
        for place, person in enumerate(couple):
            apart = {"surname": f"{person['surname']}{'abcdefghilmnopqrstuvz'[number]}"}
            row = {**dict.fromkeys(RAW), **but(person), **apart, "id": f"{number:02}-{place}"}
            rows.append(row)
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ["id", *RAW]]))


def test_both_engines_say_the_same_of_everybody(spark):
    table = people()

    here, there = find(table), find(table, engine=spark)

    assert len(here) > 10
    assert [(p.left, p.right, p.band, p.held, p.reasons) for p in there] == [
        (p.left, p.right, p.band, p.held, p.reasons) for p in here
    ]
    assert [p.probability for p in there] == pytest.approx([p.probability for p in here])
