"""The work that events call for: the outbox, leases, dead jobs."""
