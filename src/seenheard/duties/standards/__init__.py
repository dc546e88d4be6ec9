"""The dated numbers of the duties: shipped with the product, laid over by a force's own (CONTRACT, Standards)."""

from seenheard.duties.standards.listing import listing
from seenheard.duties.standards.loading import load
from seenheard.duties.standards.standard import Number, Standard

__all__ = ["Number", "Standard", "listing", "load"]
