"""What the second wall costs: the same pages with it, and as a role that passes it."""

from collections.abc import Iterator
from functools import partial

from bench.gestures import gestures
from bench.operators import Operator
from bench.rows import Row, alternate, spend_on
from bench.town import DESK_ACCOUNT, PASSWORD, Options, cloned_town, served_town

PAGES = (
    "person page",
    "contact page for a person",
    "save of a contact",
    "search",
    "list of contacts",
)


def run(options: Options) -> Iterator[Row]:
    times = 20 if options.quick else 100
    with (
        cloned_town(options.scale) as name,
        served_town(name) as walled,
        served_town(name, role="loader") as open_town,
    ):
        pair = []
        for town in (walled, open_town):
            operator = Operator("127.0.0.1", town.port)
            operator.log_in(DESK_ACCOUNT, PASSWORD)
            pair.append(gestures(operator, town))
        for page in PAGES:
            contenders = [works[page] for works in pair]
            for work in contenders:
                spend_on(work, 10, [])
            up, down = alternate(*[partial(spend_on, work, times, []) for work in contenders])
            detail = f"{up.wall * 1e3:.1f} ms with the wall, {down.wall * 1e3:.1f} without"
            yield Row(f"second wall: {page}", "wall ≤ 1.5 ×", up.wall / down.wall, detail)
