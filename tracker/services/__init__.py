"""Use cases: verbs that write, each ``(session, actor, command, *, today)``; audit and outbox in one transaction."""
