"""The second wall of the catalogue: everybody reads, who keeps it writes."""

from django.db import migrations

from prossimo.core.walls import RaiseWall

MANAGED = "ambito_id = (SELECT wall.ambito('catalogue.manage'))"
OF_MANAGED = (
    "EXISTS (SELECT 1 FROM catalogue_service s WHERE s.id = service_id"
    " AND s.ambito_id = (SELECT wall.ambito('catalogue.manage')))"
)
OPEN_TABLES = ("catalogue_need", "catalogue_service", "catalogue_service_needs")
SEEN_BY_ALL = ";\n".join(
    f"CREATE POLICY {table}_everybody ON {table} FOR SELECT USING (true)" for table in OPEN_TABLES
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        RaiseWall("catalogue_need", select="true", insert=MANAGED, update=MANAGED),
        RaiseWall("catalogue_service", select="true", insert=MANAGED, update=MANAGED),
        RaiseWall("catalogue_service_needs", select="true", insert=OF_MANAGED, delete=OF_MANAGED),
        migrations.RunSQL(SEEN_BY_ALL, migrations.RunSQL.noop),
    ]
