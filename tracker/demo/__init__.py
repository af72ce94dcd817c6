"""The demonstration: a fictional city's year, played through the real services."""
