"""Forms of accounts: allauth's own are used as they are."""
