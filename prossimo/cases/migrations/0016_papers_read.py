"""Documents are read by who reads diaries, of whichever body; beside a page of diary, who wrote it adds."""

from django.db import migrations

from prossimo.core.walls import RaiseWall

ME = "(SELECT wall.me())"
PARTS = ("diary", "plan", "network", "health", "orders", "papers")
PART_GIVEN = " OR ".join(
    f"(part = '{part}' AND case_id = ANY (ARRAY(SELECT wall.my_cases('{part}'))))" for part in PARTS
)
SEEN = f"(SELECT wall.ambito('diary.read')) IS NOT NULL AND ({PART_GIVEN})"
WRITES = (
    "((SELECT wall.ambito('case.write')) IS NOT NULL"
    " OR (part = 'diary' AND (SELECT wall.ambito('diary.write')) IS NOT NULL))"
)
KEPT = (
    f"{SEEN} AND {WRITES} AND (author_id = {ME} OR EXISTS (SELECT 1 FROM cases_case c"
    " WHERE c.id = case_id AND c.owner_id = (SELECT wall.post())))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_analysis")]

    operations = [
        RaiseWall(
            "cases_casedocument",
            select=SEEN,
            insert=f"{SEEN} AND {WRITES} AND author_id = {ME}",
            update=KEPT,
        ),
    ]
