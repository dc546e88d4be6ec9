"""The trail becomes a chain. Lines that stand already are linked in the order in which they were made."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from seenheard.web.trail.chain import FIRST, Line, hash_of


def link(apps, schema_editor):
    """Give each line its number and hashes, and the head the last of them."""
    Entry, Subject, Head = (apps.get_model("trail", name) for name in ("TrailEntry", "TrailSubject", "TrailHead"))
    number, before = 0, FIRST
    for entry in Entry.objects.order_by("id").iterator():
        number += 1
        subjects = ((entry.subject_kind, entry.subject_id),) if entry.subject_id else ()
        Subject.objects.bulk_create([Subject(entry=entry, kind=kind, subject_id=about) for kind, about in subjects])
        entry.number, entry.before = number, before
        line = (entry.by_user_id, entry.by_name, entry.action, subjects, entry.page, "", entry.detail, before)
        entry.hash = before = hash_of(Line(number, entry.at, *line))
        entry.save()
    if number:
        Head.objects.create(id=1, number=number, hash=before)


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="trailentry", name="trail_subject"),
        migrations.CreateModel(
            name="TrailHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="TrailSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("subject_id", models.TextField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="subjects", to="trail.trailentry"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["kind", "subject_id", "entry"], name="trail_subject")]},
        ),
        migrations.AlterField("trailentry", "at", models.DateTimeField()),
        migrations.AlterField(
            "trailentry",
            "by_user",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("trailentry", "number", models.BigIntegerField(null=True)),
        migrations.AddField("trailentry", "reason", models.TextField(blank=True, default="")),
        migrations.AddField("trailentry", "before", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.AddField("trailentry", "hash", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RunPython(link, migrations.RunPython.noop),
    ]
