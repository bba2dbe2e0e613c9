"""A calm re-run: what stands, what would change and why, and only then the changes; the next mentor for one who waits."""
