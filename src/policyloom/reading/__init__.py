"""Bytes of documents in, one normalised text with passages out, each file in its own limits."""
