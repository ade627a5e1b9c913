"""Analyses: one question a file, from tables and options to a Result."""
