"""What may follow what: one machine, one table for each kind of document."""
