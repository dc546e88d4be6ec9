"""A row's place in an order goes by when it was due and no longer by how late it is, so it stays the same night after night;
and PostgreSQL leaves room beside each row for its next version, which then needs no new entry in any index."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F

HOUR = 3600


def go_by_due(apps: Any, schema_editor: Any) -> None:
    """What stands is moved by the shown night's hours, all alike."""
    published = apps.get_model("releases", "Published").objects.first()
    if published is None:
        return
    hours = published.release.as_of.timestamp() / HOUR
    rows = apps.get_model("findings", "Finding").objects.all()
    rows.update(sort_late=F("sort_late") - hours, sort_worst=F("sort_worst") - hours)


def leave_room(apps: Any, schema_editor: Any) -> None:
    """Half of every page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE findings_finding SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("findings", "0003_digest"), ("releases", "0001_initial")]

    operations = [
        migrations.RunPython(leave_room, migrations.RunPython.noop),
        migrations.RunPython(go_by_due, migrations.RunPython.noop),
    ]
