"""One window in which a reading is written: saves it so many times, and is told when another was first.

Arguments: reading, turns. Prints how many saves were kept and how many were refused.
"""

import sys

from seenheard.web.config.setup import start

start()

from seenheard.web.readings.actions import save_reading  # noqa: E402
from seenheard.web.readings.judging import Written  # noqa: E402
from seenheard.web.readings.models import Reading  # noqa: E402
from seenheard.web.readings.refusals import SavedMeanwhile  # noqa: E402

if __name__ == "__main__":
    identity, turns = int(sys.argv[1]), int(sys.argv[2])
    kept = refused = 0
    while kept < turns:
        reading = Reading.objects.select_related("file__audit__scheme_version", "user").get(pk=identity)
        try:
            save_reading(by=reading.user, reading=reading, seen=reading.version, written=Written(note=f"{kept}"))
        except SavedMeanwhile:
            refused += 1
        else:
            kept += 1
    print(kept, refused)
