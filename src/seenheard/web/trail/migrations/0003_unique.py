"""Every line has its number. Apart from 0002: PostgreSQL changes no table in which rows of a transaction wait for checks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_chain")]

    operations = [
        migrations.AlterField("trailentry", "number", models.BigIntegerField(unique=True)),
        migrations.AddIndex("trailentry", models.Index(fields=["by_user", "number"], name="trail_user")),
        migrations.AddIndex("trailentry", models.Index(fields=["at"], name="trail_at")),
    ]
