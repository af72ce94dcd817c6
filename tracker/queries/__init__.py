"""The read side: one function per question, frozen rows out. No writes."""
