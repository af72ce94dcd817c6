"""Pure decisions: values in, value out. No database, no clock, no web."""
