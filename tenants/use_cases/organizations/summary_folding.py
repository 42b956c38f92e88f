"""Folding what was counted into sums, and counting anew."""

from tenants.transaction import Transaction

AT_ONCE = 5_000


def fold(tx: Transaction) -> None:
    """What is written meanwhile is left for the next time, which is made sure of."""
    if tx.summaries.fold(AT_ONCE) == AT_ONCE:
        tx.summaries.schedule_folding()
    tx.summaries.forget_folding_jobs()


def recount(tx: Transaction) -> int:
    """Count every envelope again; how many figures were wrong."""
    return tx.summaries.recount()
