"""The first visit to an empty installation: make an organisation, or look at the example."""
