"""How many of a rate's rows rest on links that nobody has checked; of releases loaded before, none were linked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]

    operations = [migrations.AddField("rate", "on_unseen_links", models.BigIntegerField(default=0))]
