"""The commands of `nastavnik`, one module per concern; they stand above every package."""
