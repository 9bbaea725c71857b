"""Take real boundaries from a GeoJSON file; without --write it only says what it would do."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from prossimo.territory import geojson
from prossimo.territory.models import Ambito, Municipality, Neighbourhood


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ambito", help="key of the ambito; without it, every ambito")
        parser.add_argument("--write", action="store_true")

    def handle(
        self, *, file: Path, ambito: str | None, write: bool, verbosity: int, **_: object
    ) -> None:
        if ambito and not Ambito.objects.filter(key=ambito).exists():
            raise CommandError(f"Nessun Ambito con la chiave «{ambito}».")
        towns, quarters = Municipality.objects.all(), Neighbourhood.objects.all()
        if ambito:
            towns = towns.filter(ambito__key=ambito)
            quarters = quarters.filter(municipality__ambito__key=ambito)
        try:
            features = geojson.features_of(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Il file non si apre: {error.strerror}.") from error
        except geojson.UnreadableFile as error:
            raise CommandError(str(error)) from error
        outcomes = geojson.checked(features, towns, quarters)
        for outcome in outcomes:
            if verbosity > 1 or outcome.state == geojson.REFUSED:
                self.stdout.write(f"riga {outcome.row}: {outcome.name or '—'}: {outcome.message}")
        changes = [outcome for outcome in outcomes if outcome.state == geojson.CHANGE]
        if write:
            for outcome in changes:
                places = towns if outcome.place_kind == "municipality" else quarters
                places.filter(pk=outcome.place_id).update(
                    boundary=outcome.geometry, schematic=False
                )
        verb = "scritti" if write else "da scrivere (aggiungi --write)"
        refused = sum(outcome.state == geojson.REFUSED for outcome in outcomes)
        self.stdout.write(f"{len(changes)} confini {verb}, {refused} righe rifiutate.")
