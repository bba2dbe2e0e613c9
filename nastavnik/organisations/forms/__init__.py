"""Forms of organisations, their lists, bodies and the calendar."""
