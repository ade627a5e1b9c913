"""Methods over more documents than one machine holds; the same code, the same rows."""
