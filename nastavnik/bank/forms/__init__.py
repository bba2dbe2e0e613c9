"""Forms of the banks."""
