"""A fictional district: one school in full, another in brief, a municipality. All people and places are invented."""
