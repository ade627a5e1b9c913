"""Figures: small functions from plain data to one Vega-Lite specification for screen and print."""
