"""The console command `prossimo`: what it does itself, and the door to the Django commands."""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from prossimo_launch import backup, cluster, commands, prepare, roles
from prossimo_launch.commands import say
from prossimo_launch.errors import LaunchError
from prossimo_launch.places import place
from prossimo_launch.run import run

ABOUT = """Prossimo: il sistema aperto dei servizi sociali del Comune e dell'Ambito.

  prossimo run                  avvia tutto e stampa l'indirizzo (Ctrl-C per fermare)
  prossimo demo                 costruisce i comuni inventati
  prossimo ask CHIAVE …         una cifra dell'Osservatorio, come la pagina la mostra
  prossimo db start|stop|status|shell|backup|restore|roles-sql|path
  prossimo exchange check       dice se lo scambio con ANPR e INPS è configurato, e prova
  prossimo worker               esegue i lavori in coda
  prossimo migrate              aggiorna lo schema del database
  prossimo prepare              compila le traduzioni e raccoglie l'aspetto delle pagine
  prossimo help                 tutti gli altri comandi (di Django)
"""


def main() -> None:
    try:
        code = dispatch(sys.argv[1:])
    except LaunchError as error:
        say(f"Errore: {error}")
        code = 1
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to be said, not even at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


def dispatch(words: list[str]) -> int:
    name = words[0] if words else "--help"
    if name in {"--help", "-h"}:
        sys.stdout.write(ABOUT)
        return 0
    if name == "db" and words[1:2] == ["roles-sql"]:
        sys.stdout.write(roles.script())
        return 0
    commands.set_environment()
    if name == "run":
        return run(_run_options(words[1:]))
    if name == "prepare":
        prepare.words()
        prepare.looks()
        return 0
    if name == "db":
        return _database(_database_options(words[1:]))
    if name == "worker":
        words, name = ["procrastinate", *words], "procrastinate"
    return _django(name, words)


def _run_options(words: list[str]) -> Namespace:
    parser = ArgumentParser("prossimo run", description="Avvia tutto e stampa l'indirizzo.")
    parser.add_argument("--port", type=_port, help="la porta; senza, una libera")
    parser.add_argument("--host", default="127.0.0.1", help="l'indirizzo su cui ascoltare")
    parser.add_argument("--workers", type=_some, default=2, help="processi del web (2)")
    parser.add_argument("--no-demo", action="store_true", help="senza costruire i comuni inventati")
    return parser.parse_args(words)


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number <= 65535:
        raise ValueError(text)
    return number


def _some(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _database_options(words: list[str]) -> Namespace:
    parser = ArgumentParser(
        "prossimo db",
        description="Il database: quello privato di prova, o il vostro se c'è DATABASE_URL.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="AZIONE")
    verbs.add_parser("start", help="avvia il PostgreSQL privato")
    verbs.add_parser("stop", help="lo ferma")
    verbs.add_parser("status", help="dice se risponde e dove sta")
    verbs.add_parser("path", help="la cartella dei dati")
    verbs.add_parser("roles-sql", help="l'SQL dei ruoli, per l'amministratore di un server vostro")
    shell = verbs.add_parser("shell", help="apre psql")
    shell.add_argument("--role", default="app", help="app, owner, worker, observatory, loader…")
    shell.add_argument("arguments", nargs="*", metavar="ARGOMENTO", help="per psql, dopo «--»")
    for verb, words_of_help in (
        ("backup", "copia il database in un file"),
        ("restore", "lo rimette"),
    ):
        verbs.add_parser(verb, help=words_of_help).add_argument("file", type=Path, metavar="FILE")
    return parser.parse_args(words)


def _database(options: Namespace) -> int:
    if options.verb in {"start", "stop", "path"} and cluster.external():
        raise LaunchError("C'è DATABASE_URL: il server è vostro e qui non si avvia né si ferma.")
    if options.verb == "stop":
        say("PostgreSQL fermato." if cluster.stop(say) else "PostgreSQL era già fermo.")
        return 0
    if options.verb == "path":
        sys.stdout.write(f"{place().data}\n")
        return 0
    if options.verb == "status":
        return _status()
    server = cluster.ensure_running(say)
    if options.verb == "start":
        say(f"PostgreSQL {server.version_major} risponde.")
    elif options.verb == "shell":
        backup.shell(server, options.role, options.arguments)
    elif options.verb == "backup":
        backup.backup(server, options.file)
    else:
        backup.restore(server, options.file)
    return 0


def _status() -> int:
    server = cluster.running_or_none()
    if server is None:
        sys.stdout.write(f"PostgreSQL è fermo; i dati stanno in {place().data}.\n")
        return 3  # as every init script answers for a service that is not running
    params = server.params("app")
    sys.stdout.write(f"PostgreSQL {server.version_major} risponde su {params['host']}.\n")
    if server.place:
        sys.stdout.write(
            f"Processo {cluster.postmaster(server.place)}, dati in {server.place.data}, "
            f"messaggi in {server.place.log}.\n"
        )
    return 0


def _django(name: str, words: list[str]) -> int:
    os.environ.setdefault("PROSSIMO_DB_ROLE", commands.ROLE_OF.get(name, "app"))
    if name not in commands.WITHOUT_DATABASE:
        server = cluster.ensure_running(say)
        if name in {"demo", "ask"}:
            prepare.schema(server)
        elif name == "migrate":
            prepare.forget_schema(server)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["prossimo", *words])
    except ImproperlyConfigured as error:
        raise LaunchError(str(error)) from error
    if name == "demo" and "--help" not in words:
        prepare.photograph()
    return 0
