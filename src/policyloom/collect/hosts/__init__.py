"""Statistical hosts: requests asked page by page, answers read into observations and checked."""
