"""Collecting: from the addresses of sources.csv to raw bytes with hash and date, politely."""
