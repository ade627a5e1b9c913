"""People's decisions on machine proposals: recorded, append-only, then entered in registers."""
