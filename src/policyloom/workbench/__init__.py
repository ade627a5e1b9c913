"""The study in a browser, rebuilt on change."""
