"""Why an operator cannot do something now."""

from core.refusals import Refusal, sentence


class WrongSecondFactor(Refusal):
    code = "wrong_second_factor"
    message = sentence("This code is not right, or was used before. Wait for the next one.")


class OperatorAlready(Refusal):
    code = "operator_already"
    message = sentence("Somebody with this address is an operator already. Choose another address.")


class NoSuchOperator(Refusal):
    code = "no_such_operator"
    message = sentence("Nobody with this address is an operator. Check how it is spelled.")


class SuspendedAlready(Refusal):
    code = "suspended_already"
    message = sentence("This organization is suspended already. Its page says since when and why.")


class NotSuspended(Refusal):
    code = "not_suspended"
    message = sentence("This organization is not suspended. Reload the page to see how it stands.")
