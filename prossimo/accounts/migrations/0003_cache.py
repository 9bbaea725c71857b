"""The table of the shared cache: rate limits must hold across web processes."""

from django.db import migrations

CACHE = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_walls")]

    operations = [migrations.RunSQL(CACHE, "DROP TABLE accounts_cache")]
