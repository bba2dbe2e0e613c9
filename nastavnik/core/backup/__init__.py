"""One file holds an installation: tables in a form both databases read, files, secrets, and sums over all of it."""

from .making import make
from .restoring import restore
from .tables import TableSum, sums

__all__ = ["TableSum", "make", "restore", "sums"]
