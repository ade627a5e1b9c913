"""Passages to proposed facts: what a policy document says, with the place where it says it."""
