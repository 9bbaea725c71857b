"""The second wall lets one know of the people that something given shows, and keeps it at that.

Who they are and how they are reached: the file stays with who reaches the person by the role, whoever
follows them in the whole ambito though they moved excepted; writing it, always.
"""

from django.db import migrations

from prossimo.core.walls import Narrow

FUNCTIONS = """
-- Whom the post in use knows of because of what it was given: the apps above say whom.
CREATE FUNCTION wall.people_in_sight() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT NULL::uuid WHERE false $$;
GRANT EXECUTE ON FUNCTION wall.people_in_sight() TO prossimo_app, prossimo_worker;
ALTER FUNCTION wall.people_in_sight() OWNER TO prossimo_mover;
"""
ALL_OF_THEM = "(SELECT wall.reach('person.read')) = 'ambito'"
HERE = (
    "((SELECT wall.municipality()) IS NULL OR {0}municipality_id IS NULL"
    " OR {0}municipality_id = (SELECT wall.municipality()))"
)
KNOWN = (
    "ambito_id = (SELECT wall.ambito('person.read')) AND ("
    f"({ALL_OF_THEM} AND {HERE.format('')})"
    " OR ((SELECT wall.reach('person.read')) = 'desks' AND id IN (SELECT wall.shared_people()))"
    " OR id = ANY (ARRAY(SELECT wall.people_in_sight())))"
)


def opened(column: str = "person_id") -> str:
    """The file of a person known of: not for who knows of them only from a case."""
    return f"{ALL_OF_THEM} OR {column} IN (SELECT wall.shared_people())"


def at_home(column: str = "person_id") -> str:
    """Not somebody who moved to another municipality, whom one still follows."""
    return (
        "(SELECT wall.municipality()) IS NULL OR EXISTS (SELECT 1 FROM citizens_person at_home"
        f" WHERE at_home.id = {column} AND {HERE.format('at_home.')})"
    )


def held(column: str = "person_id") -> str:
    return f"({ALL_OF_THEM} AND ({at_home(column)})) OR {column} IN (SELECT wall.shared_people())"


def part(table: str) -> Narrow:
    """A part of the file: read with it, written by who holds it."""
    return Narrow(f"citizens_{table}", select=opened(), insert=held(), update=held(), delete=held())


def way(table: str) -> Narrow:
    return Narrow(f"citizens_{table}", insert=held(), update=held(), delete=held())


def means(table: str) -> Narrow:
    return Narrow(
        f"citizens_{table}", select=at_home(), insert=at_home(), update=at_home(), delete=at_home()
    )


def past(table: str, select: str) -> Narrow:
    return Narrow(f"citizens_{table}historyevent", select=select)


BOTH_OPENED = f"({opened()}) AND ({opened('relative_id')})"
BOTH_HELD = f"({held()}) AND ({held('relative_id')})"
PAIR = f"({at_home('left_id')}) AND ({at_home('right_id')})"


class Migration(migrations.Migration):
    dependencies = [("citizens", "0014_news"), ("citizens", "0013_alike_at_once")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        # Its writing stays as it was: by reach alone.
        migrations.RunSQL(
            f"ALTER POLICY citizens_person_select ON citizens_person USING ({KNOWN})",
            migrations.RunSQL.noop,
        ),
        past("person", opened("pgh_obj_id")),
        way("phone"),
        past("phone", opened()),
        way("emailaddress"),
        past("emailaddress", opened()),
        *(part(each) for each in ("formertaxcode", "citizenship", "representation", "address")),
        *(past(each, opened()) for each in ("formertaxcode", "citizenship", "representation")),
        Narrow(
            "citizens_kinship",
            select=BOTH_OPENED, insert=BOTH_HELD, update=BOTH_HELD, delete=BOTH_HELD,
        ),
        means("iseecertificate"),
        past("iseecertificate", at_home()),
        means("benefitheld"),
        past("benefitheld", at_home()),
        Narrow("citizens_sealopening", select=opened(), insert=held(), update=held()),
        past("sealopening", opened()),
        Narrow("citizens_duplicatepair", select=PAIR, update=PAIR),
        past("duplicatepair", PAIR),
        Narrow("citizens_merge", select=opened("kept_id")),
        past("merge", opened("kept_id")),
        Narrow("citizens_registrychange", select=opened()),
        Narrow("citizens_reviewtask", select=opened(), insert=opened(), update=held()),
        past("reviewtask", opened()),
    ]  # fmt: skip
