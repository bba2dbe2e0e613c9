"""Pages of the banks."""
