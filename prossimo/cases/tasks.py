"""What the worker does for cases: the vault swept of orphans, its keys closed under the present one."""

from procrastinate.contrib.django import app


@app.periodic(cron="41 3 * * *")
@app.task(name="cases.sweep_vault", queueing_lock="sweep_vault")
def sweep_vault(timestamp: int) -> None:
    """Files whose record never was committed, or was disposed of."""
    from prossimo.cases.operations import papers

    papers.sweep_vault()


@app.periodic(cron="51 3 * * *")
@app.task(name="cases.rewrap_keys", queueing_lock="rewrap_keys")
def rewrap_keys(timestamp: int) -> None:
    """The night after a new key is given, the old one is needed no more."""
    from prossimo.cases.operations import papers

    papers.rewrap_keys()
