"""What a web process weighs after serving every kind of page of the desks and the Observatory."""

from bench.operators import Operator
from bench.rows import Row, children_of, resident_of
from bench.town import DESK_ACCOUNT, PASSWORD, Options, cloned_town, served_town

OTHERS = ("/osservatorio/", "/osservatorio/accessi/", "/territorio/", "/rete/", "/sportelli/")
BAR = 110  # MB


def run(options: Options) -> list[Row]:
    with cloned_town(options.scale) as name, served_town(name) as town:
        operator = Operator("127.0.0.1", town.port)
        operator.log_in(DESK_ACCOUNT, PASSWORD)
        for path in OTHERS:
            operator.get(path)
        for _ in range(20):
            for path in ("/contatti/", "/contatti/nuovo/", "/oggi/"):
                operator.get(path)
        pid = children_of(town.site.process.pid)[0]
        resident = resident_of(pid)
    detail = f"{resident:.0f} MB resident"
    return [Row("memory of a web process", f"≤ {BAR} MB", resident / BAR, detail)]
