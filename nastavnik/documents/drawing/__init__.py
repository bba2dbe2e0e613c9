"""Papers as .docx drawn from plain facts; no database here, so that a frozen paper can always be drawn again."""
