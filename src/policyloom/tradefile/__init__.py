"""Trade tables in files: a long table of flows in, every indicator of every year out."""
