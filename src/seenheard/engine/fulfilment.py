"""What meets a duty: the earliest fulfilment, and attempts that move the due moment."""

from __future__ import annotations

from typing import Any

import ibis

from seenheard.duties.duty import First, MovedBy
from seenheard.engine.clocks import HOUR
from seenheard.engine.frames import Frame, dated_expression
from seenheard.engine.relations import Compiler, joined
from seenheard.engine.values import compiled, condition


def _answers(answer: First, frame: Frame, compiler: Compiler) -> Any:
    """Pairs of instance and fulfilment that count: key, its instant (not before the start), the fulfilment's columns."""
    theirs = compiler.frame(answer.of)
    theirs = theirs.with_columns(answer_at=compiled(answer.at, theirs, compiler.setting))
    on = tuple((ours, f"met_{name}") for ours, name in answer.on)
    theirs = theirs.only(
        (("answer_at", "answer_at"), *((f"met_{name}", name) for name in theirs.names if name != "answer_at"))
    )
    kept = {f"met_{name}" for _, name in answer.on}
    # A column joined on is needed again only under our own name.
    doubled = theirs.with_columns(**{f"{name}_on": theirs.table[name] for name in kept})
    pairs = joined(frame, doubled, tuple((ours, f"{name}_on") for ours, name in on), keep_all=False)
    start: Any = pairs["started_at"]
    at: Any = pairs["answer_at"]
    if answer.days_before is not None:
        counts = at.instant >= pairs.table.earliest_at
    elif answer.any_time:
        counts = at.instant.notnull() & start.instant.notnull()
    else:
        either = dated_expression(at) | dated_expression(start)
        counts = ibis.ifelse(either, at.day >= start.day, at.instant >= start.instant)
    if answer.provided is not None:
        counts = counts & condition(answer.provided, pairs, compiler.setting)
    table = pairs.table.filter(counts)
    return table.mutate(counted_at=ibis.greatest(table.answer_at, table.started_at))


def met(answer: First, frame: Frame, compiler: Compiler) -> Frame:
    """Adds met_at: when the earliest fulfilment came."""
    answers = _answers(answer, frame, compiler)
    earliest = answers.group_by(met_key=answers.key).aggregate(met_at=answers.counted_at.min())
    table = frame.table.left_join(earliest, frame.table.key == earliest.met_key)
    return Frame(table, frame.names, frame.moments)


def met_with_key(answer: First, record_key: str, frame: Frame, compiler: Compiler) -> Frame:
    """Adds met_at and met_record: the smallest key among the earliest."""
    answers = _answers(answer, frame, compiler)
    order = [answers.counted_at, answers[f"met_{record_key}"]]
    answers = answers.mutate(place=ibis.row_number().over(group_by=answers.key, order_by=order))
    first = answers.filter(answers.place == 0)
    first = first.select(met_key=first.key, met_at=first.counted_at, met_record=first[f"met_{record_key}"])
    table = frame.table.left_join(first, frame.table.key == first.met_key)
    return Frame(table, frame.names, frame.moments)


def moved(rule: MovedBy, frame: Frame, compiler: Compiler) -> Frame:
    """DUTIES, child-seen: moves due_at by attempts made before the due moment then standing."""
    extends = int(compiler.setting.number(rule.extends).value * HOUR)
    never_later = int(compiler.setting.number(rule.never_later).value * HOUR)
    attempts = compiler.frame(rule.attempts).table
    attempts = attempts.select(
        tried_at=attempts[rule.at],
        tried_record=attempts[rule.record_key],
        **{f"tried_{theirs}": attempts[theirs] for _, theirs in rule.on},
    )
    ours = frame.table.select("key", "started_at", "due_at", "met_at", "met_record", *(name for name, _ in rule.on))
    tried = ours.inner_join(attempts, [ours[name] == attempts[f"tried_{theirs}"] for name, theirs in rule.on])
    before_seen = (
        tried.met_at.isnull()
        | (tried.tried_at < tried.met_at)
        | ((tried.tried_at == tried.met_at) & (tried.tried_record < tried.met_record))
    )
    tried = tried.filter((tried.tried_at >= tried.started_at) & before_seen & tried.due_at.notnull())
    tried = tried.mutate(cap=tried.started_at + never_later)
    tried = tried.mutate(moves_to=ibis.greatest(tried.due_at, ibis.least(tried.cap, tried.tried_at + extends)))
    in_order = ibis.window(group_by=tried.key, order_by=[tried.tried_at, tried.tried_record])
    tried = tried.mutate(standing=ibis.coalesce(tried.moves_to.lag().over(in_order), tried.due_at))
    tried = tried.mutate(too_late=ibis.ifelse(tried.tried_at > tried.standing, 1, 0))
    so_far = ibis.window(group_by=tried.key, order_by=[tried.tried_at, tried.tried_record], preceding=None, following=0)
    tried = tried.mutate(chain_broken=tried.too_late.sum().over(so_far))
    tried = tried.filter(tried.chain_broken == 0)
    last = tried.group_by(moved_key=tried.key).aggregate(moved_to=tried.moves_to.max())
    table = frame.table.left_join(last, frame.table.key == last.moved_key)
    frame = Frame(table, frame.names, frame.moments)
    return frame.with_columns(due_at=ibis.coalesce(frame.table.moved_to, frame.table.due_at))
