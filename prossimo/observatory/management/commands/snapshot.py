"""Fotografa i dati per l'osservatorio: colonne pseudonime, senza nomi, codici né testi."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from prossimo.observatory import darkroom, operations
from prossimo.observatory.models import SnapshotRun

BREATH = 0.5  # seconds between two signs of life


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--run", help="identificativo della richiesta già annotata")

    def handle(self, *, run: str | None, verbosity: int, **_options: Any) -> None:
        quiet = verbosity == 0
        if not darkroom.is_entitled():
            if darkroom.run_as_observatory(run=run or "", quiet=quiet) != 0:
                raise CommandError("La fotografia dei dati non è riuscita: vedere sopra.")
            return
        with darkroom.alone(settings.SNAPSHOT_ROOT) as mine:
            known = SnapshotRun.objects.get(pk=run) if run else None
            if mine:
                self._photograph(operations.start_run(known), quiet=quiet)
            elif known:
                operations.end_run(known, error="un'altra fotografia è già in corso")
            else:
                raise CommandError("Un'altra fotografia dei dati è già in corso.")

    def _photograph(self, run: SnapshotRun, *, quiet: bool) -> None:
        from prossimo.observatory.photograph import Photographer, pseudonym_key

        key = pseudonym_key(settings.STATE / "snapshot.key")
        with tqdm(desc="Fotografia dei dati", unit="", disable=quiet or None) as bar:
            heard = _Progress(run, bar)
            taker = Photographer(darkroom.address(), settings.SNAPSHOT_ROOT, key, heard)
            try:
                taken = taker.take()
            except Exception as error:
                operations.end_run(run, error=type(error).__name__)
                raise
        operations.end_run(run, folder=taken.folder)
        if not quiet:
            rows = sum(taken.rows.values())
            self.stdout.write(f"Fotografate {rows} righe in {taken.folder.name}.")


class _Progress:
    """Moves the bar on the terminal, and now and then the one on the page."""

    def __init__(self, run: SnapshotRun, bar: "tqdm[Any]") -> None:
        self.run, self.bar, self.told_at = run, bar, 0.0

    def __call__(self, done: int, total: int) -> None:
        self.bar.total = total
        self.bar.update(done - self.bar.n)
        if time.monotonic() - self.told_at > BREATH:
            operations.hear_run(self.run, done=done, total=total)
            self.told_at = time.monotonic()
