"""The curator's place of work on a run: who waits, who could help, and what each decision would change."""
