"""How well the program reads: figures against answers that people gave."""
