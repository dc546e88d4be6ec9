"""Whom a line is about stands in the line; the rows by which it is found are made in bulk."""

from django.db import migrations, models


def tell(apps, schema_editor):
    """Each line gets whom it is about from the rows that stand; all of them have been made."""
    Entry, Subject, Indexed = (apps.get_model("trail", name) for name in ("TrailEntry", "TrailSubject", "TrailIndexed"))
    last = 0
    while batch := list(Entry.objects.filter(number__gt=last).order_by("number")[:2000]):
        about = {}
        rows = Subject.objects.filter(entry_id__in=[entry.pk for entry in batch])
        for entry_id, kind, subject in rows.values_list("entry_id", "kind", "subject_id"):
            about.setdefault(entry_id, []).append([kind, subject])
        for entry in batch:
            entry.about = sorted(about.get(entry.pk, []))
        Entry.objects.bulk_update(batch, ["about"])
        last = batch[-1].number
    if last:
        Indexed.objects.create(id=1, number=last)


class Migration(migrations.Migration):
    dependencies = [("trail", "0003_unique")]

    operations = [
        migrations.CreateModel(
            name="TrailIndexed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField("trailentry", "about", models.JSONField(blank=True, default=list)),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
