"""The second wall: row-level security raised by migrations, one policy per command."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

APP_ROLES = "prossimo_app, prossimo_worker"
STANDING = (
    "SELECT pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy"
    " WHERE polrelid = %s::regclass AND polname = %s"
)


@dataclass(frozen=True)
class Wall:
    """What the application's roles may do on one table; a command left out is refused."""

    table: str
    select: str | None = None
    insert: str | None = None
    update: str | None = None
    delete: str | None = None

    def statements(self) -> list[str]:
        """The SQL that raises the wall, safe to run again."""
        commands = {
            "SELECT": ("USING", self.select),
            "INSERT": ("WITH CHECK", self.insert),
            "UPDATE": ("USING", self.update),
            "DELETE": ("USING", self.delete),
        }
        sql = [
            f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY",
            f"REVOKE ALL ON {self.table} FROM {APP_ROLES}",
        ]
        for command, (word, predicate) in commands.items():
            name = f"{self.table}_{command.lower()}"
            sql.append(f"DROP POLICY IF EXISTS {name} ON {self.table}")
            if predicate is None:
                continue
            check = f" WITH CHECK ({predicate})" if command == "UPDATE" else ""
            sql.append(f"GRANT {command} ON {self.table} TO {APP_ROLES}")
            sql.append(
                f"CREATE POLICY {name} ON {self.table} FOR {command} TO {APP_ROLES} "
                f"{word} ({predicate}){check}"
            )
        return sql


class RaiseWall(Operation):
    """Migration operation: enable and force row-level security on a table, with its policies."""

    reversible = True

    def __init__(self, table: str, **predicates: str) -> None:
        self.wall = Wall(table, **predicates)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = {
            name: value
            for name in ("select", "insert", "update", "delete")
            if (value := getattr(self.wall, name)) is not None
        }
        return ("RaiseWall", [self.wall.table], given)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Policies are no part of Django's picture of the models."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.wall.statements():
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Taking a wall down by a migration is not offered: a backward step keeps it up."""

    def describe(self) -> str:
        return f"Raise the second wall on {self.wall.table}"


class Narrow(RaiseWall):
    """Migration operation: one more condition on commands that a wall already lets through."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = self.wall.table
        with schema_editor.connection.cursor() as cursor:
            for command in ("select", "insert", "update", "delete"):
                more = getattr(self.wall, command)
                if more is None:
                    continue
                name = f"{table}_{command}"
                cursor.execute(STANDING, [table, name])
                clauses = [
                    f"{word} (({standing}) AND ({more}))"
                    for word, standing in zip(
                        ("USING", "WITH CHECK"), cursor.fetchone(), strict=True
                    )
                    if standing
                ]
                cursor.execute(f"ALTER POLICY {name} ON {table} {' '.join(clauses)}")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        _name, args, given = super().deconstruct()
        return ("Narrow", args, given)

    def describe(self) -> str:
        return f"Narrow the second wall on {self.wall.table}"


def history_wall(table: str, parent: str) -> RaiseWall:
    """The wall of a history table: who sees the row sees its past; nobody rewrites it."""
    seen = f"EXISTS (SELECT 1 FROM {parent} now WHERE now.id = {table}.pgh_obj_id)"
    return RaiseWall(table, select=seen, insert="true")


def read_only(table: str) -> str:
    """Statements for a table that the application only reads."""
    return f"REVOKE ALL ON {table} FROM {APP_ROLES}; GRANT SELECT ON {table} TO {APP_ROLES}"
