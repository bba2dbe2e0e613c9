"""«Наставник»: mentoring in an educational organisation, from the first order to the final report."""

__version__ = "0.1.0"
