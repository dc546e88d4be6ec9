"""Takes steps on findings until it is done or killed: a process of its own.

Arguments: account, turns, alone or together, and how many seconds to rest after each turn. SQLite gives its lock to whoever
asks while it is free, so that one who never rests can starve another for longer than that one waits.
alone: each turn is on findings that no other process takes. together: all take the same ones, with the version they saw.
Prints a line for each turn that was saved: how many steps were taken.
"""

import sys
import time
from datetime import timedelta

from django.utils import timezone

from seenheard.web.config.setup import start

if __name__ == "__main__":
    start()
    from seenheard.web.accounts.models import User
    from seenheard.web.findings import actions
    from seenheard.web.findings.models import Finding

    name, turns, way, *rest = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
    by = User.objects.get(username=name)
    place = int(name.removeprefix("w"))
    ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True))
    soon = timezone.localdate() + timedelta(days=3)
    for turn in range(turns):
        mine = ids if way == "together" else ids[place::8]
        rows = Finding.objects.filter(pk__in=mine[turn % len(mine) :][:4])
        seen = dict(rows.values_list("pk", "version"))
        if turn % 3 == 0:
            outcome = actions.ask_excuse(by=by, chosen=seen, until=soon, text=f"{name} {turn}")
        elif turn % 3 == 1:
            outcome = actions.note(by=by, chosen=seen, text=f"{name} {turn}")
        else:
            outcome = actions.end_excuse(by=by, chosen=seen, text=f"{name} {turn}")
        print(len(outcome.done), flush=True)
        time.sleep(float(rest[0]) if rest else 0)
