"""Why an operator cannot do something now."""

from core.refusals import Refusal, sentence


class WrongSecondFactor(Refusal):
    code = "wrong_second_factor"
    message = sentence("This code is wrong or was already used. Wait for the next one.")


class OperatorAlready(Refusal):
    code = "operator_already"
    message = sentence("There is already an operator with this address. Choose another address.")


class NoSuchOperator(Refusal):
    code = "no_such_operator"
    message = sentence("There is no operator with this address. Check the spelling.")


class SuspendedAlready(Refusal):
    code = "suspended_already"
    message = sentence("This organization is already suspended. Its page shows when and why.")


class NotSuspended(Refusal):
    code = "not_suspended"
    message = sentence(
        "This organization is not suspended. Reload the page to see its current status."
    )
