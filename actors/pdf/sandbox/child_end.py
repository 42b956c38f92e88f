"""How a child of the fork server ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class End:
    """`exit_code` is negative for the signal that ended the child.

    `spent` are the processor seconds it took, of `seconds` that it might take. `over_limit`: it
    was killed for what it had written into its folder.
    """

    exit_code: int
    spent: float
    seconds: float
    over_limit: bool = False
