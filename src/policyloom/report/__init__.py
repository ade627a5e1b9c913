"""Chapters and results to a document tree, and the tree to HTML and PDF."""
