"""Why an archive is not taken over."""

from collections.abc import Mapping, Sequence

from core.refusals import Refusal, sentence

Problems = Sequence[Mapping[str, str]]


class NotAnExchange(Refusal):
    code = "not_an_exchange"
    status = 422
    title = sentence("This file cannot be imported")
    message = sentence(
        "This is not an archive of Countersign: a ZIP file with countersign.json in it. Choose the"
        " file that an export gave you."
    )


class ExchangeVersionUnknown(Refusal):
    code = "exchange_version_unknown"
    status = 422
    title = sentence("This file cannot be imported")
    message = sentence(
        "This archive has a version of the format that this installation does not know. Update"
        " Countersign, or export it again from the same version."
    )


class ExchangeTooLarge(Refusal):
    code = "exchange_too_large"
    status = 422
    title = sentence("This file cannot be imported")
    message = sentence(
        "The files in this archive take more than 2 GB, or there are more than 5,000 of them."
        " Export less at a time."
    )


class ExchangeInvalid(Refusal):
    """`errors` are all that is wrong with it: pointer, code and detail of each."""

    code = "exchange_invalid"
    status = 422
    title = sentence("This file cannot be imported")
    message = sentence(
        "Something in this archive cannot be accepted, so nothing of it was imported. Correct what"
        " is listed, then import it again."
    )

    def __init__(self, errors: Problems) -> None:
        super().__init__(self.message)
        self.problems = list(errors)
        self.details = {"errors": self.problems}


class NothingToExport(Refusal):
    code = "nothing_to_export"
    message = sentence(
        "There is nothing to export: the documents were erased. Choose something else."
    )


class TooMuchToExport(Refusal):
    code = "too_much_to_export"
    message = sentence("An archive can hold up to 200 things. Choose fewer at a time.")
