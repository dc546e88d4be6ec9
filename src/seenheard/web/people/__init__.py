"""The page of a child, an offender or a case."""
