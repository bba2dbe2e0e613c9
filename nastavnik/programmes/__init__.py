"""Personalised programmes of three to twelve months: goals, activities, versions, results (R213–R230)."""
