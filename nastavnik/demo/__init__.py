"""A fictional region: two municipalities, six organisations, a year of one school in full. All people and places are invented."""
