"""Decisions are made on the pages of findings and of pairs: forms are theirs."""
