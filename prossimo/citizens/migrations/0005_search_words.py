"""The words by which people are searched: in pairs, and with the keys of their misspellings."""

import django.db.models.deletion
from django.db import migrations, models

from prossimo.core.walls import RaiseWall

BORNE = (
    "EXISTS (SELECT 1 FROM citizens_nametoken t"
    " WHERE t.ambito_id = citizens_namekey.ambito_id AND t.token = citizens_namekey.word)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0004_registry_walls"),
        ("network", "0001_initial"),
        ("territory", "0003_streets"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=310)),
                ("word", models.CharField(max_length=300)),
            ],
            options={
                "verbose_name": "chiave di una parola",
                "verbose_name_plural": "chiavi delle parole",
                "ordering": ["key", "word"],
            },
        ),
        migrations.AlterModelOptions(
            name="nametoken",
            options={
                "ordering": ["token", "beside", "pk"],
                "verbose_name": "parola del nome",
                "verbose_name_plural": "parole del nome",
            },
        ),
        migrations.RemoveIndex(
            model_name="nametoken",
            name="token_by_beginning",
        ),
        migrations.AddField(
            model_name="nametoken",
            name="beside",
            field=models.CharField(blank=True, db_default="", max_length=300),
        ),
        migrations.AddField(
            model_name="nametoken",
            name="words",
            field=models.SmallIntegerField(db_default=1),
        ),
        migrations.AddField(
            model_name="nametoken",
            name="year",
            field=models.SmallIntegerField(db_default=0),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["street", "street_number"], name="address_by_street"),
        ),
        migrations.AddIndex(
            model_name="nametoken",
            index=models.Index(
                fields=["ambito", "token", "beside", "words", "year", "person"],
                name="token_beside_another",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["ambito", "street", "street_number"], name="person_by_street"
            ),
        ),
        migrations.AddField(
            model_name="namekey",
            name="ambito",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                to="territory.ambito",
                verbose_name="Ambito",
            ),
        ),
        migrations.AddConstraint(
            model_name="namekey",
            constraint=models.UniqueConstraint(
                fields=("ambito", "key", "word"), name="key_one_a_word"
            ),
        ),
        # A word tells that somebody bears it: who is limited to a municipality is told only of
        # words borne there (streets are no secret), and partners, who look through the few people
        # they met, of none.
        RaiseWall(
            "citizens_namekey",
            select="ambito_id = (SELECT wall.ambito('person.read'))"
            " AND (SELECT wall.reach('person.read')) = 'ambito'"
            f" AND ((SELECT wall.municipality()) IS NULL OR left(key, 1) = '@' OR {BORNE})",
            insert="ambito_id = (SELECT wall.ambito('person.write'))",
        ),
    ]
