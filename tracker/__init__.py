"""The supervision tracker: what a city decided, who owes it, by when, and what slipped."""
