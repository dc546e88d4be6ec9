"""Writes trail entries until it is done or killed: a process of its own for test_trail. Arguments: name, how many."""

import sys

from seenheard.web.config.setup import start

if __name__ == "__main__":
    start()
    from seenheard.web.trail.actions import Program, record_listing, record_reading

    name, count = Program(sys.argv[1]), int(sys.argv[2])
    for number in range(count):
        if number % 2:
            record_listing(by=name, subjects=[("child", f"N{n}") for n in range(50)], page="/queue/")
        else:
            record_reading(by=name, subject_kind="child", subject_id=f"N{number}", page="/child/")
        print(number, flush=True)
