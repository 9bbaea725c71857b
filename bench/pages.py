"""What one page costs in a web process, against a Django view that does nothing."""

from collections.abc import Iterator
from functools import partial

from bench.bare_server import bare_server
from bench.gestures import gestures
from bench.operators import Operator
from bench.rows import Row, alternate, children_of, spend, spend_on
from bench.town import DESK_ACCOUNT, PASSWORD, Options, cloned_town, served_town

TARGET = "CPU ≤ 12 × bare view"
HELD = {"contact page", "contact page for a person", "save of a contact", "person page"}


def run(options: Options) -> Iterator[Row]:
    times = 40 if options.quick else 200
    with (
        cloned_town(options.scale) as name,
        bare_server() as (bare, bare_pids),
        served_town(name) as town,
    ):
        operator = Operator("127.0.0.1", town.port)
        operator.log_in(DESK_ACCOUNT, PASSWORD)
        pids = children_of(town.site.process.pid)
        works = gestures(operator, town)
        for work in works.values():
            spend_on(work, 5, pids)
        for label, work in works.items():
            ours, base = alternate(
                partial(spend_on, work, times, pids),
                lambda: spend(lambda: bare.get("/"), 500, bare_pids),
            )
            detail = (
                f"CPU {ours.cpu * 1e3:.2f} ms against {base.cpu * 1e3:.3f}; "
                f"wall {ours.wall * 1e3:.1f} ms against {base.wall * 1e3:.2f}"
            )
            target = TARGET if label in HELD else "no bar"
            yield Row(label, target, ours.cpu / base.cpu, detail)
