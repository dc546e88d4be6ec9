"""The plain-Python reading of DUTIES and CONTRACT that the real engine is tested against. Clear before fast."""

from seenheard.engine.reference.evaluation import evaluate
from seenheard.engine.reference.extract import Extract
from seenheard.engine.reference.states import DutyState

__all__ = ["DutyState", "Extract", "evaluate"]
