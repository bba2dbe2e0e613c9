"""How a mentorship changes and ends: each change is a dated fact of its own, and takes effect on its day."""
