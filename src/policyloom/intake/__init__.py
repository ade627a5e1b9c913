"""Bringing documents into a study: files, and tables that hold texts, with all that was seen."""
