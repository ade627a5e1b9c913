"""Methods on arrays and graphs that know nothing of studies."""
