"""The trail has no forms: nobody fills it in."""
