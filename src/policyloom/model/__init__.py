"""The nouns, as frozen values, and the data dictionary."""
