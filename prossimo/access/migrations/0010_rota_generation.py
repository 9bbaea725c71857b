"""The nightly work makes the shifts of the coming weeks from their patterns, in nobody's name."""

from typing import Any

from django.db import migrations

HERE = (
    "EXISTS (SELECT 1 FROM access_desk d WHERE d.id = desk_id"
    " AND d.ambito_id = (SELECT wall.ambito('public.door')))"
)
# Only for the worker: the public pages, which act as the same post, see no shift.
UP: list[Any] = [
    f"CREATE POLICY access_shift_nightly_select ON access_shift FOR SELECT"
    f" TO prossimo_worker USING ({HERE})",
    f"CREATE POLICY access_shift_nightly_insert ON access_shift FOR INSERT"
    f" TO prossimo_worker WITH CHECK ({HERE} AND pattern_id IS NOT NULL)",
]
DOWN: list[Any] = [
    "DROP POLICY access_shift_nightly_select ON access_shift",
    "DROP POLICY access_shift_nightly_insert ON access_shift",
]


class Migration(migrations.Migration):
    dependencies = [("access", "0009_outreach_walls")]

    operations = [migrations.RunSQL(UP, DOWN)]
