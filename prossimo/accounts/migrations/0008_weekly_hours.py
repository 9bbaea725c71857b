"""How many hours a week a post is of; none is full time."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_glass_action"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="weekly_hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=3,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(48),
                ],
                verbose_name="ore alla settimana",
            ),
        ),
    ]
