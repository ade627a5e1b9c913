"""Tables too large for rows of Python: read from files by column, written to files in parts."""
