"""The yardstick served as the product is: the same gunicorn, the same settings, one worker."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.operators import Operator
from bench.rows import children_of
from tests import databases, serving


@contextlib.contextmanager
def bare_server() -> Iterator[tuple[Operator, list[int]]]:
    port = serving.free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "bench.bare:application"),
            "--config=python:prossimo_launch.gunicorn_conf",
            *(f"--bind=127.0.0.1:{port}", "--workers=1", "--max-requests=0"),
        ],
        cwd=databases.ROOT,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )
    try:
        operator = Operator("127.0.0.1", port)
        for _ in range(100):
            with contextlib.suppress(OSError):
                operator.get("/")
                break
            time.sleep(0.1)
        yield operator, children_of(process.pid)
    finally:
        process.terminate()
        process.wait(10)
