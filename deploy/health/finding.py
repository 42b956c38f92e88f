"""How an examination says that something is missing or wrong."""


class HealthProblem(Exception):
    """The text is for the operator: what is wrong, then what to do."""
