"""Pages of the installation administrator: organisations, health, stopped jobs. No personal data."""
