"""The contract: what a force's record sets look like, how they are read, and what is said about their faults."""
