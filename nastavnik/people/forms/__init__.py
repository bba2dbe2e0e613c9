"""Forms about people, by idea."""
