"""`python -m seenheard` is the same as `seenheard`."""

import sys

from seenheard.cli import main

sys.exit(main())
