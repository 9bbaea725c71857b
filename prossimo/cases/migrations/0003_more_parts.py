"""Health, measures of an authority and papers are parts of a case of their own; owners see them too."""

from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models

import prossimo.cases.models.case

PARTS = [
    ("diary", "diario"),
    ("plan", "bisogni e progetto"),
    ("network", "famiglia e rete"),
    ("health", "salute e valutazioni"),
    ("orders", "provvedimenti e tutela"),
    ("papers", "documenti"),
]
# Who was given everything there was is given everything there is; nobody else sees more than before.
OWNERS_SEE_ALL = """
ALTER TABLE cases_caseworker NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_caseworkerhistoryevent NO FORCE ROW LEVEL SECURITY;
UPDATE cases_caseworker SET parts = parts || ARRAY['health', 'orders', 'papers']::varchar(8)[],
       version = version + 1, changed_at = now()
 WHERE role = 'owner' AND NOT ('papers' = ANY (parts));
ALTER TABLE cases_caseworker FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_caseworkerhistoryevent FORCE ROW LEVEL SECURITY
"""


def parts() -> "models.Field[Any, Any]":
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(choices=PARTS, max_length=8),
        blank=True,
        default=prossimo.cases.models.case.every_part,
        size=None,
        verbose_name="che cosa vede",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_walls")]

    operations = [
        migrations.AlterField(model_name="caseworker", name="parts", field=parts()),
        migrations.AlterField(model_name="caseworkerhistoryevent", name="parts", field=parts()),
        migrations.RunSQL(OWNERS_SEE_ALL, migrations.RunSQL.noop),
    ]
