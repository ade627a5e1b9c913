"""Held sources: their texts read once and stored, and what machines propose from them."""
