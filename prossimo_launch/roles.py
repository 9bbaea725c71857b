"""The roles of the database and what each may touch: the second wall begins here.

The same text prepares the private cluster and is printed by `prossimo db roles-sql` for the
administrator of a server of yours; it can be run again without harm.
"""

OWNER = "prossimo_owner"
# Who may knock, and with what: nothing more than the attributes named.
ROLES = {
    "prossimo_owner": "",
    "prossimo_app": "",
    "prossimo_worker": "",
    "prossimo_observatory": "",
    "prossimo_loader": "BYPASSRLS",
    "prossimo_backup": "BYPASSRLS",
}
# Who never enters: the functions of the wall that must reach beyond it run in this name.
MOVER = "prossimo_mover"
# The role of the tests only: it owns nothing and becomes the others one at a time.
TEST_ROLE = "prossimo_test"
TEST_MEMBERSHIPS = (
    "prossimo_app",
    "prossimo_owner",
    "prossimo_worker",
    "prossimo_observatory",
    "prossimo_loader",
)
WRITERS = ("prossimo_app", "prossimo_worker", "prossimo_loader")
PATIENCE = {
    "statement_timeout": "15s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",
}


# The triggers of history ask for this at every row; unset, each asking is an error caught in a
# subtransaction of its own, and a write of many rows grows with their square.
NO_HISTORY_IGNORED = "pgtrigger.ignore = '{}'"


def role_names(*, trial: bool) -> list[str]:
    return [*ROLES, *([TEST_ROLE] if trial else [])]


def roles_sql(*, trial: bool) -> list[str]:
    """The roles, without passwords; `trial` adds the role of the tests."""
    statements = []
    for role, attribute in ROLES.items():
        statements += _made(role, f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {attribute}".strip())
    statements += _made(MOVER, "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS")
    statements.append(f"GRANT {MOVER} TO {OWNER}")
    for role in ("prossimo_app", "prossimo_worker"):
        statements += [
            f"ALTER ROLE {role} SET {name} = '{value}'" for name, value in PATIENCE.items()
        ]
    for role in ("prossimo_observatory", "prossimo_loader", "prossimo_backup", OWNER):
        statements.append(f"ALTER ROLE {role} SET jit = 'off'")
    statements += [f"ALTER ROLE {role} SET {NO_HISTORY_IGNORED}" for role in ROLES]
    if trial:
        # The invented towns are loaded with triggers and indexes put aside: the owner's right.
        statements.append(f"GRANT {OWNER} TO prossimo_loader")
        statements += _made(TEST_ROLE, "LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE")
        statements.append(f"ALTER ROLE {TEST_ROLE} SET {NO_HISTORY_IGNORED}")
        statements += [f"GRANT {role} TO {TEST_ROLE}" for role in TEST_MEMBERSHIPS]
    return statements


def _made(role: str, attributes: str) -> list[str]:
    return [
        f"DO $$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"ALTER ROLE {role} WITH {attributes}",
    ]


def database_sql(name: str, *, trial: bool) -> list[str]:
    """Inside a database: who enters it, and what the tables to come will grant to whom."""
    everyone = ", ".join(role_names(trial=trial))
    writers = ", ".join(WRITERS)
    default = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}"
    return [
        f"REVOKE ALL ON DATABASE {quoted(name)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {quoted(name)} TO {everyone}",
        f"GRANT TEMPORARY ON DATABASE {quoted(name)} TO {writers}",
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {everyone}",
        f"GRANT USAGE ON SCHEMA public TO {MOVER}",
        f"{default} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {writers}, {MOVER}",
        f"{default} GRANT TRUNCATE ON TABLES TO prossimo_loader",
        f"{default} GRANT SELECT ON TABLES TO prossimo_backup",
        f"{default} GRANT USAGE, SELECT ON SEQUENCES TO {writers}, {MOVER}",
        f"{default} GRANT SELECT ON SEQUENCES TO prossimo_backup",
        f"{default} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        f"{default} GRANT EXECUTE ON FUNCTIONS TO {writers}, prossimo_observatory, {MOVER}",
        f"{default} GRANT USAGE ON SCHEMAS TO {writers}, prossimo_observatory, prossimo_backup,"
        f" {MOVER}",
    ]


# Wanted where the server has it: searches by similarity fall back to the beginning of words.
OPTIONAL_EXTENSIONS = ("pg_trgm",)


def extensions_sql() -> list[str]:
    return [
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_available_extensions WHERE name = "
        f"'{name}') THEN CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public; END IF; END $$"
        for name in OPTIONAL_EXTENSIONS
    ]


def script(name: str = "prossimo") -> str:
    """The whole of it for `psql`, to be run by an administrator of one's own server."""
    lines = [
        "-- Ruoli e permessi di Prossimo. Si può eseguire più volte.",
        "-- Da un amministratore: prossimo db roles-sql | psql -d postgres",
        "-- Poi dare una password a ciascun ruolo che entra, per esempio:  \\password prossimo_app",
        "\\set ON_ERROR_STOP on",
        *(f"{statement};" for statement in roles_sql(trial=False)),
        _create_if_missing(name),
        f"\\connect {quoted(name)}",
        *(f"{statement};" for statement in database_sql(name, trial=False)),
        *(f"{statement};" for statement in extensions_sql()),
    ]
    return "\n".join(lines) + "\n"


def quoted(name: str) -> str:
    """A name as SQL spells it."""
    if "\0" in name:
        raise ValueError("a name holds no NUL")
    return '"' + name.replace('"', '""') + '"'


def _create_if_missing(name: str) -> str:
    return (
        f"SELECT 'CREATE DATABASE {quoted(name)} OWNER {OWNER} TEMPLATE template0 "
        "ENCODING ''UTF8'' LOCALE ''C.UTF-8''' "
        f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}') \\gexec"
    )
