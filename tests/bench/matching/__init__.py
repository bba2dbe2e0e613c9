"""The engine beside other solvers: `make bench-matching`."""
