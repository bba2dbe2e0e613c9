"""What the council's screens and services read."""
