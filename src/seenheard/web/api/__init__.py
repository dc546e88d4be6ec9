"""For other programs of the force: findings, rates and releases, read-only, by a token that carries a role."""
