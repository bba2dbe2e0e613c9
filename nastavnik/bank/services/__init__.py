"""Verbs of the banks."""
