"""Messages to people: written with the fact, delivered after it."""
