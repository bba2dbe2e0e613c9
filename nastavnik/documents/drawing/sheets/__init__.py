"""The shipped templates: what each paper says, what it may name, and how its facts become words."""
