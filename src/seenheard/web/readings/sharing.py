"""Who may be given which file of an audit: its files and readers, as seenheard.audits.sharing asks for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from seenheard.audits import sharing
from seenheard.audits.plan import plan_of
from seenheard.audits.sharing import FileToRead, Given, ReaderToGive
from seenheard.web.accounts.models import User
from seenheard.web.audits.models import Audit, CaseFile
from seenheard.web.readings.models import Reader, Reading

COUNTED = ("given", "begun", "done")


def share(audit: Audit, today: date) -> list[Given]:
    """What is to be given today; an AuditError if a file can't be."""
    plan = plan_of(audit.plan)
    has = {
        (one.file_id, one.second): one.user_id
        for one in Reading.objects.filter(file__audit=audit, file__state="drawn", state__in=COUNTED)
    }
    files = [
        replace(_to_read(file), first=has.get((file.pk, False)), second=has.get((file.pk, True)))
        for file in CaseFile.objects.filter(audit=audit, state="drawn").order_by("number")
    ]
    readers = [
        ReaderToGive(one.user_id, one.user.get_username(), one.user.team, one.weight, _away(one, today), one.user.officer_id)
        for one in Reader.objects.filter(audit=audit).select_related("user").order_by("pk")
    ]
    return sharing.share_out(files, readers, second_share=plan.second_share, seed=audit.seed, own_team_out=plan.own_team_out)


def conflict(audit: Audit, file: CaseFile, to: User, today: date) -> str:
    """Why this account can't be given the file; nothing if it can."""
    reader = Reader.objects.filter(audit=audit, user=to).first()
    if reader is None:
        return f"{to.get_username()} does not read in this audit: add them as a reader first."
    if _away(reader, today):
        return f"{to.get_username()} is away."
    why = _to_read(file).not_for(to.team, to.officer_id, plan_of(audit.plan).own_team_out)
    if why:
        return f"{to.get_username()} {why}."
    if Reading.objects.filter(file=file, user=to, state__in=COUNTED).exists():
        return f"{to.get_username()} reads this file already."
    return ""


def _to_read(file: CaseFile) -> FileToRead:
    return FileToRead(file.pk, file.number or 0, file.team, owner=file.owner_id)


def _away(reader: Reader, today: date) -> bool:
    return reader.away_from is not None and reader.away_until is not None and reader.away_from <= today <= reader.away_until
