"""The half of the reference that the code itself can write: roles, indicators, commands, settings, keys."""

import ast
import re
from argparse import Action, ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
OPENING = "<!-- generated: `make docs` writes from here -->"
CLOSING = "<!-- generated: to here -->"

MEANINGS = {
    "DATABASE_URL": "the door of the web to a server of yours; with it, nothing is started here",
    "DATABASE_*_URL": "the doors of the other roles: `OWNER`, `WORKER`, `OBSERVATORY`, `LOADER`, `BACKUP`",
    "FORWARDED_ALLOW_IPS": "from which proxies gunicorn believes who called",
    "PG_BIN": "the folder of PostgreSQL's programs, when the wheel's are not wanted",
    "PROSSIMO_ALLOWED_HOSTS": "the names of the site, commas between them; required in service",
    "PROSSIMO_ANPR_FAMILY_AUDIENCE": "ANPR C021: its audience",
    "PROSSIMO_ANPR_FAMILY_PURPOSE": "ANPR C021: the purpose declared for it",
    "PROSSIMO_ANPR_FAMILY_URL": "ANPR C021 (family): its address",
    "PROSSIMO_ANPR_FILE": "a file of the registry's export, in place of ANPR",
    "PROSSIMO_ANPR_ID_AUDIENCE": "ANPR C030: its audience",
    "PROSSIMO_ANPR_ID_PURPOSE": "ANPR C030: the purpose declared for it",
    "PROSSIMO_ANPR_ID_URL": "ANPR C030 (number from the tax code): its address",
    "PROSSIMO_ANPR_RESIDENCE_AUDIENCE": "ANPR C020: its audience",
    "PROSSIMO_ANPR_RESIDENCE_PURPOSE": "ANPR C020: the purpose declared for it",
    "PROSSIMO_ANPR_RESIDENCE_URL": "ANPR C020 (residence): its address",
    "PROSSIMO_ANPR_SIGNALS_CLIENT_ID": "the client for the platform's own interfaces, where it is another",
    "PROSSIMO_ANPR_SIGNALS_ESERVICE": "of which e-service the signals are read",
    "PROSSIMO_ANPR_SIGNALS_KEY_ID": "the `kid` of the key in that client, where it is another",
    "PROSSIMO_ANPR_SIGNALS_PURPOSE": "the purpose for the Signal Hub, where it wants one",
    "PROSSIMO_ANPR_SIGNALS_RECIPE": "what is hashed into a pseudonym; `{registry_id}{seed}` without it",
    "PROSSIMO_ANPR_SIGNALS_URL": "the Signal Hub, which tells of variations: its address",
    "PROSSIMO_BODY_NAME": "the body's name, on pages and on paper",
    "PROSSIMO_DB_NAME": "another database of the private server (tests); only in a trial",
    "PROSSIMO_DB_POOLER": "a pooler lends connections one transaction at a time: keep no statement on them",
    "PROSSIMO_DB_ROLE": "`app`, `owner`, `worker`, `observatory`, `loader`: the role a command works with",
    "PROSSIMO_DEBUG": "Django's own debugging pages, and nothing else; never in service",
    "PROSSIMO_DEMO": "demo accounts on the login page; only in a trial",
    "PROSSIMO_DEMO_SCALE": "how large the invented towns are; 1 is as published",
    "PROSSIMO_EMAIL_BACKEND": "Django's mail backend",
    "PROSSIMO_EMAIL_FROM": "who writes the mails",
    "PROSSIMO_PUBLIC_ADDRESS": "the address that links in messages begin with",
    "PROSSIMO_SMS_SENDER": "dotted path of the function that sends an SMS; empty: none are sent",
    "PROSSIMO_EMAIL_HOST": "through which server; a trial without it writes mails to files",
    "PROSSIMO_HOME": "where Prossimo writes: private database, static files, snapshots",
    "PROSSIMO_INSECURE_HTTP": "service without TLS, on a closed network only: cookies travel in clear",
    "PROSSIMO_ISEE_AUDIENCE": "the audience of INPS, where it asks for the tracing tokens",
    "PROSSIMO_ISEE_FILE": "a file or folder of attestations, in place of INPS",
    "PROSSIMO_ISEE_OFFICE": "the code of the office at INPS; `001` without it",
    "PROSSIMO_ISEE_OPERATION": "the SOAP operation; `ConsultazioneAttestazione` without it",
    "PROSSIMO_ISEE_PURPOSE": "the ISEE consultation: the purpose declared for it",
    "PROSSIMO_ISEE_URL": "the ISEE consultation of INPS: its address",
    "PROSSIMO_ISEE_USER": "the body that asks, as INPS knows it (its tax code)",
    "PROSSIMO_LOG_LEVEL": "how much is said in the logs",
    "PROSSIMO_PDND_ASSURANCE": "how surely operators are recognised (LoA); `LoA2` without it",
    "PROSSIMO_PDND_AUDIENCE": "the audience of the client assertion",
    "PROSSIMO_PDND_AUTH_URL": "the whole address of `token.oauth2`",
    "PROSSIMO_PDND_CLIENT_ID": "our client at the PDND; with none of these, the exchange is off",
    "PROSSIMO_PDND_KEY_FILE": "the whole path of the private key (PEM, RSA of 2048 bits or more)",
    "PROSSIMO_PDND_KEY_ID": "the `kid` of the public key loaded there",
    "PROSSIMO_PDND_LOCATION": "which office asks (userLocation), as the IPA code; 20 characters at most",
    "PROSSIMO_PDND_PROXY": "the proxy through which the platform is reached",
    "PROSSIMO_PDND_TRACE_FILE": "the access tracing file; `exchange.jsonl` in `PROSSIMO_HOME` without it",
    "PROSSIMO_FILES": "where people's documents are kept, encrypted; `files` in `PROSSIMO_HOME` without it",
    "PROSSIMO_FILES_KEY": "closes the keys of the documents; without it the secret key does",
    "PROSSIMO_FILES_KEY_FALLBACKS": "earlier ones, commas between them: what they closed still opens, and "
    "by the next morning is under the present one",
    "PROSSIMO_SCANNER": "who looks for viruses: `clamd:/path`, `clamd:host:port`, `command:program -`; "
    "without it, documents say they were not checked",
    "PROSSIMO_UPLOAD_MB": "the largest document, in MB; 25 without it. A request holds twice as much",
    "PROSSIMO_PROXIES": "how many proxies of yours stand in front",
    "PROSSIMO_SECRET_KEY": "signs sessions; at least 50 characters; required in service",
    "PROSSIMO_SECRET_KEY_FALLBACKS": "earlier secrets, by commas: what they signed or sealed still opens",
    "PROSSIMO_SNAPSHOTS": "where the observatory's snapshots are",
    "PROSSIMO_SNAPSHOT_KEY": "the secret of the pseudonyms, instead of one made and kept in the folder",
    "PROSSIMO_STATIC": "where styles, icons and scripts are collected",
    "PROSSIMO_TRIAL": "a trial: private database and invented people allowed; never in service",
    "PROSSIMO_TRUSTED_ORIGINS": "other origins that may send forms",
    "WEB_CONCURRENCY": "how many web processes",
}
NAME = re.compile(r"(PROSSIMO_[A-Z_]+|DATABASE_URL|PG_BIN|WEB_CONCURRENCY|FORWARDED_ALLOW_IPS)\Z")
OF_DJANGO = {
    "help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color",
    "skip_checks",
}  # fmt: skip

LETTERS = {"ambito": "A", "desks": "S", "cases": "C"}
CEILINGS = {
    0: "nothing personal",
    1: "identity",
    2: "identity, contacts",
    3: "identity, contacts, what they told",
    4: "everything, one's own private notes included",
}


def settings() -> str:
    """Every variable that the code reads, with the file that reads it first."""
    rows = [[f"`{name}`", MEANINGS[name], f"`{place}`"] for name, place in variables().items()]
    return table(["variable", "meaning", "read in"], rows)


def variables() -> dict[str, str]:
    """The names of environment variables that stand as texts in the code."""
    found: dict[str, str] = {}
    for folder in ("prossimo_launch", "prossimo"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for name in texts(file):
                if NAME.match(name) and not name.endswith("_"):
                    found.setdefault(name, str(file.relative_to(ROOT)))
    found["DATABASE_*_URL"] = "prossimo_launch/server.py"
    return dict(sorted(found.items()))


def texts(file: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def roles() -> str:
    from prossimo.accounts.choices import RoleKey
    from prossimo.accounts.roles import roles as declared
    from prossimo.accounts.rules import Right

    who = [
        [
            f"**{RoleKey(role.key).label}**",
            f"`{role.key}`",
            str(role.does),
            CEILINGS[int(role.ceiling)],
            ", ".join(f"`{right}`" for right in sorted(role.states_purpose)) or "—",
            "yes" if role.second_factor else "no",
        ]
        for role in declared
    ]
    what = [
        [f"`{right}`", *(LETTERS.get(str(role.reach(right)), "·") for role in declared)]
        for right in Right
    ]
    return "\n\n".join(
        [
            table(
                [
                    "role",
                    "key",
                    "does",
                    "sees of a person",
                    "states a purpose for",
                    "second factor",
                ],
                who,
            ),
            "`A` in the whole Ambito, or in the post's own municipality; `S` at the desks of the post, "
            "and for the people met there; `·` not at all.",
            table(["right", *(f"`{role.key}`" for role in declared)], what),
        ]
    )


def indicators() -> str:
    from prossimo.core.indicators import dimensions
    from prossimo.core.indicators import indicators as declared

    parts = []
    for indicator in declared:
        parts.append(
            f"### `{indicator.key}`\n\n"
            f"**{indicator.label}** ({indicator.unit}). {indicator.definition}\n\n"
            + (f"*Che cosa non dice.* {indicator.limits}\n\n" if str(indicator.limits) else "")
            + f"Dimensions: {', '.join(f'`{name}`' for name in indicator.grain)}. "
            f"Smallest cell: {indicator.min_cell} people."
        )
    rows = [
        [
            f"`{d.key}`",
            str(d.label),
            ", ".join(f"`{key}`" for key, _ in d.choices) or "its own list",
        ]
        for d in dimensions
    ]
    return "\n\n".join([*parts, "### Dimensions", table(["key", "label", "values"], rows)])


def commands() -> str:
    """What `prossimo` says of itself, and the commands that are ours."""
    from django.core.management import get_commands, load_command_class

    from prossimo_launch import cli

    parts = [f"```text\n{cli.ABOUT.strip()}\n```"]
    parts.append(section("run", parser_of(cli, cli._run_options)))
    database = parser_of(cli, cli._database_options)
    verbs = next(a for a in database._actions if isinstance(a.choices, dict))
    helps = {verb.dest: verb.help for verb in verbs._choices_actions}
    rows = [
        [f"`{' '.join([name, *positional(verb)])}`", helps[name] or ""]
        for name, verb in verbs.choices.items()
    ]
    parts.append(f"## `prossimo db`\n\n{database.description}\n\n{table(['action', ''], rows)}")
    for name, app in sorted(get_commands().items()):
        if str(app).startswith("prossimo."):
            command = load_command_class(app, name)
            parts.append(section(name, command.create_parser("prossimo", name)))
    return "\n\n".join(parts)


def parser_of(module: Any, build: Callable[[list[str]], Any]) -> ArgumentParser:
    """The parser that a function builds and uses at once."""
    caught: list[ArgumentParser] = []

    def catch(self: ArgumentParser, _words: list[str]) -> None:
        caught.append(self)

    with mock.patch.object(module.ArgumentParser, "parse_args", catch):
        build([])
    return caught[0]


def section(name: str, parser: ArgumentParser) -> str:
    said = " ".join((parser.description or "").split())
    rows = [
        [f"`{', '.join(a.option_strings) or a.metavar or a.dest}`", a.help or ""]
        for a in arguments(parser)
    ]
    return f"## `prossimo {name}`\n\n{said}" + (
        f"\n\n{table(['option', ''], rows)}" if rows else ""
    )


def positional(parser: ArgumentParser) -> list[str]:
    return [str(a.metavar or a.dest) for a in arguments(parser) if not a.option_strings]


def arguments(parser: ArgumentParser) -> list[Action]:
    """The arguments that are the command's own; Django gives some to every command."""
    return [action for action in parser._actions if action.dest not in OF_DJANGO]


def keyboard() -> str:
    from prossimo.core.navigation import places

    rows = [
        [" ".join(f"`{key}`" for key in place.shortcut.split()), str(place.label)]
        for place in sorted(places, key=lambda place: place.order)
        if place.shortcut
    ]
    return table(["keys", "goes to"], rows)


HALVES: dict[str, Callable[[], str]] = {
    "docs/reference/settings.md": settings,
    "docs/reference/roles.md": roles,
    "docs/reference/indicators.md": indicators,
    "docs/reference/commands.md": commands,
    "docs/reference/keyboard.md": keyboard,
}


def written(name: str) -> tuple[str, str]:
    """The page as it is, and as the code would have it; what people wrote in it stays."""
    from django.utils import translation

    page = (ROOT / name).read_text(encoding="utf-8")
    before, _, rest = page.partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    with translation.override("it"):
        return page, f"{before}{OPENING}\n\n{HALVES[name]()}\n\n{CLOSING}{after}"


def write() -> list[str]:
    """Bring every page up to the code; the names of those that changed."""
    changed = []
    for name in HALVES:
        page, fresh = written(name)
        if fresh != page:
            (ROOT / name).write_text(fresh, encoding="utf-8")
            changed.append(name)
    return changed


def table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )
