"""The machines that compare: DuckDB in this process, Spark where a region outgrows it. One model for both."""

import contextlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa


class Engine(Protocol):
    """What Splink runs on; `name` chooses the dialect in which a model is written."""

    name: str
    api: Any


class DuckDB:
    """One machine, as many threads as it may use; what does not fit in memory waits on disk."""

    name = "duckdb"

    def __init__(self, folder: Path, *, threads: int | None = None, memory: str = "2GB") -> None:
        import duckdb
        from splink import DuckDBAPI

        quiet = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self.connection = duckdb.connect(
            config={
                **quiet,
                "python_enable_replacements": "false",
                "memory_limit": memory,
                "temp_directory": str(folder),
                "preserve_insertion_order": "false",
                **({"threads": threads} if threads else {}),
            }
        )
        self.api = DuckDBAPI(self.connection)

    def close(self) -> None:
        self.connection.close()


class Spark:
    """A session of the caller's, started with Splink's jar of functions (see `jar`)."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        from splink import SparkAPI

        api: Any = SparkAPI
        self.api = api(spark_session=session, break_lineage_method="persist")

    @staticmethod
    def jar() -> str:
        """What the session needs in `spark.jars`."""
        from splink.backends.spark import similarity_jar_location

        return str(similarity_jar_location())


@contextlib.contextmanager
def duckdb(*, threads: int | None = None, memory: str = "2GB") -> Iterator[DuckDB]:
    """DuckDB for the length of the block, with a folder for what does not fit."""
    with tempfile.TemporaryDirectory(prefix="prossimo-linkage-") as folder:
        engine = DuckDB(Path(folder), threads=threads, memory=memory)
        try:
            yield engine
        finally:
            engine.close()


def linker_of(engine: Engine, people: pa.Table, settings: dict[str, Any]) -> Any:
    """Splink over these people."""
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    return Linker(engine.api.register(people), settings, log_level=None)
