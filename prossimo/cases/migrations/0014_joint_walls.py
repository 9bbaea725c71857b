"""The second wall of services run together: agreements are read by the ambito, cases by who has them."""

from django.db import migrations

from prossimo.core.walls import RaiseWall, history_wall

READ = "ambito_id = (SELECT wall.ambito('network.read'))"
KEPT = "ambito_id = (SELECT coalesce(wall.ambito('case.assign'), wall.ambito('network.manage')))"
OF_SERVICE = "EXISTS (SELECT 1 FROM cases_jointservice s WHERE s.id = service_id)"
KEPT_OF = f"EXISTS (SELECT 1 FROM cases_jointservice s WHERE s.id = service_id AND s.{KEPT})"
OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
WRITTEN = (
    "(SELECT wall.ambito('case.write')) IS NOT NULL"
    " AND case_id = ANY (ARRAY(SELECT wall.my_cases('')))"
)
MOVED = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON cases_jointservice, cases_jointactivity,"
    " cases_jointplace, cases_assigned, cases_caseactivity, cases_caseactivityhistoryevent"
    " TO prossimo_mover"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_joint_services")]

    operations = [
        RaiseWall("cases_jointservice", select=READ, insert=KEPT, update=KEPT),
        RaiseWall("cases_jointactivity", select=OF_SERVICE, insert=KEPT_OF, update=KEPT_OF),
        RaiseWall("cases_jointplace", select=OF_SERVICE, insert=KEPT_OF, update=KEPT_OF),
        RaiseWall("cases_assigned", select=OF_SERVICE, insert=KEPT_OF, update=KEPT_OF),
        RaiseWall("cases_caseactivity", select=OF_CASE, insert=WRITTEN, update=WRITTEN),
        history_wall("cases_caseactivityhistoryevent", "cases_caseactivity"),
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
    ]
