"""A person's own pages: data and consents, sessions, the look."""
