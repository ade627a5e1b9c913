"""The study folder and the model, both ways, with line numbers."""
