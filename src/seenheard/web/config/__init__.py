"""How the site is set up: settings, addresses, templates."""
