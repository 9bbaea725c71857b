"""The second wall of protection: the part «orders» of a case, and the terms that run, without words."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

ME = "(SELECT wall.me())"
FUNCTIONS = """
-- Whether an order is in force or a minor is placed in safety: a sign the rule of intensity asks for,
-- for whoever sees the case; nothing of what the order says.
CREATE FUNCTION wall.case_protected(p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM cases_case c
                        WHERE c.id = p_case AND c.ambito_id = wall.ambito('case.read'))
         AND (EXISTS (
        SELECT 1 FROM cases_courtorder o
         WHERE o.case_id = p_case AND o.period @> wall.today()
           AND (o.revoked_on IS NULL OR o.revoked_on > wall.today())
           AND NOT EXISTS (SELECT 1 FROM cases_courtorder n WHERE n.replaces_id = o.id))
          OR EXISTS (SELECT 1 FROM cases_removal r WHERE r.case_id = p_case AND r.ended_on IS NULL)) $$;

-- The open removals whose terms this post must watch: who was given the orders, and who assigns cases.
-- Only the moments: neither names nor reasons nor places.
CREATE FUNCTION wall.open_removals()
RETURNS TABLE (case_id uuid, number text, removal_id uuid, act text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT c.id, c.number, r.id, s.act, s.at
        FROM cases_removal r JOIN cases_case c ON c.id = r.case_id
        JOIN cases_removalstep s ON s.removal_id = r.id
         AND NOT EXISTS (SELECT 1 FROM cases_removalstep n WHERE n.corrects_id = s.id)
       WHERE r.ended_on IS NULL
         AND (c.id IN (SELECT wall.my_cases('orders')) AND wall.reach('case.read') IS NOT NULL
              OR c.ambito_id = wall.ambito('case.assign') AND wall.reach('case.assign') = 'ambito'
                 AND NOT c.restricted
                 AND (wall.municipality() IS NULL OR c.municipality_id IS NULL
                      OR c.municipality_id = wall.municipality()))
       ORDER BY r.id, s.at $$;
"""
CALLED = ("case_protected(uuid)", "open_removals()")
HANDED_OVER = ";\n".join(
    [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO prossimo_mover",
        *(
            f"GRANT EXECUTE ON FUNCTION wall.{called} TO prossimo_app, prossimo_worker"
            for called in CALLED
        ),
        *(f"ALTER FUNCTION wall.{called} OWNER TO prossimo_mover" for called in CALLED),
    ]
)
READS = "(SELECT wall.ambito('case.read')) IS NOT NULL"
WRITES = "(SELECT wall.ambito('case.write')) IS NOT NULL"
GIVEN = "case_id = ANY (ARRAY(SELECT wall.my_cases('orders')))"
SEEN = f"{READS} AND {GIVEN}"
WRITTEN = f"{WRITES} AND {GIVEN}"


def below(parent: str, column: str, condition: str = "") -> str:
    """Of a row above, seen by whoever sees that one."""
    return f"EXISTS (SELECT 1 FROM cases_{parent} up WHERE up.id = {column}{condition})"


MINE_OR_OWNED = (
    f"(by_id = {ME} OR EXISTS (SELECT 1 FROM cases_removal r JOIN cases_case c ON c.id = r.case_id"
    " WHERE r.id = removal_id AND c.owner_id = (SELECT wall.post())))"
)
OF_ORDER = below("courtorder", "order_id")
OF_REMOVAL = below("removal", "removal_id")
PLACE = f"{OF_REMOVAL} AND {MINE_OR_OWNED}"


def past(model: str) -> RaiseWall:
    return history_wall(f"cases_{model}historyevent", f"cases_{model}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_protection")]

    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        RaiseWall("cases_courtorder", select=SEEN, insert=WRITTEN, update=WRITTEN),
        past("courtorder"),
        RaiseWall(
            "cases_prescription",
            select=OF_ORDER,
            insert=f"{WRITES} AND {OF_ORDER}",
            update=f"{WRITES} AND {OF_ORDER}",
        ),
        past("prescription"),
        RaiseWall("cases_removal", select=SEEN, insert=WRITTEN, update=WRITTEN),
        past("removal"),
        RaiseWall("cases_removalstep", select=OF_REMOVAL, insert=f"{WRITES} AND {OF_REMOVAL}"),
        past("removalstep"),
        RaiseWall("cases_safeplace", select=PLACE, insert=f"{WRITES} AND {PLACE}", update=PLACE),
        past("safeplace"),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
