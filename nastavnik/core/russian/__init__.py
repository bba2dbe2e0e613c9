"""Russian words: names and titles in cases, dates and counts, typography, folding for search."""
