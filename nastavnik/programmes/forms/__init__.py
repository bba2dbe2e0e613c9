"""Forms of programmes: terms and ticks, texts, goals and activities, results, settings."""
