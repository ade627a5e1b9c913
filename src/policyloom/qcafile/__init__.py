"""A CSV of set memberships in, necessity, truth table and all solutions out."""
