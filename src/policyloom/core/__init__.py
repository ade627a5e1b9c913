"""The ground floor: problems, texts, dates, ids. Imports nothing else of policyloom."""
