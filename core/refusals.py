"""What every error that people or programs are told has: a stable code, a status, a sentence."""

from collections.abc import Mapping
from datetime import timedelta


def sentence(text: str) -> str:
    """Mark `text` for translation; webapp passes it through gettext when it is shown."""
    return text


def counted(one: str, many: str) -> tuple[str, str]:
    """Mark the forms for one and for many, with `%(num)d` in them, as `sentence` does."""
    return one, many


class FilledSentence(str):
    """
    A sentence with values in it, such as a number: the template is what is translated, and a value
    that is such a sentence itself, as a word of ours is.
    """

    template: str
    values: dict[str, str]

    def __new__(cls, template: str, **values: str) -> "FilledSentence":
        filled = super().__new__(cls, template % values)
        filled.template, filled.values = template, values
        return filled


class Problem(Exception):
    """
    Why a request is not done.

    `code` is stable: programs and stored rows rely on it. `status` is HTTP's, `title` and
    `message` are for people, and `values` fill in the message. `details` are for programs only, and
    so is `for_programs`: what the API says in the place of a message that speaks of a page.
    """

    code: str
    status: int
    title: str
    message: str
    for_programs: str = ""
    values: Mapping[str, object] = {}
    details: Mapping[str, object] = {}

    def __str__(self) -> str:
        return self.message


class Refusal(Problem):
    """A request that the rules do not allow: one class per reason, named after what is the case."""

    code = "refused"
    status = 409
    title = sentence("Not possible right now")
    message = sentence("This cannot be done right now. Reload the page to see what you can do.")


class NotFound(Problem):
    """Absent, or another organization's: no one learns which."""

    code = "not_found"
    status = 404
    title = sentence("Not found")
    message = sentence("The address is mistyped, or the page no longer exists. Check the link.")
    for_programs = sentence("Nothing that this key may see has this address. Check it and its ids.")


LISTED = sentence(
    "A value cannot be accepted. Correct what is listed under “errors”, then"
    " send the request again."
)


class Invalid(Problem):
    """A form that cannot be accepted as it is. `errors` maps a field's name to a sentence."""

    code = "invalid"
    status = 422
    title = sentence("Please check what you entered")
    message = sentence(
        "Some of what you entered cannot be accepted. Correct the highlighted entries."
    )
    for_programs = LISTED

    def __init__(self, **errors: str) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors

    def __str__(self) -> str:
        """Their names only: a sentence may quote what was typed."""
        return ", ".join(self.errors)


class Forbidden(Problem):
    """The role of whoever asks does not allow it."""

    code = "forbidden"
    status = 403
    title = sentence("You do not have access")
    message = sentence("You are not allowed to do this. Ask an admin of your organization.")


class TooFast(Refusal):
    """Too much at once; `wait` says after how long it works again."""

    code = "too_fast"
    status = 429
    title = sentence("Too many requests")
    message = sentence(
        "Your organization has sent too many requests within a minute. Nothing is lost. Wait a"
        " minute, then try again."
    )

    def __init__(self, wait: timedelta) -> None:
        super().__init__(self.message)
        self.wait = wait


class TooManyMails(Refusal):
    code = "too_many_mails"
    status = 429
    message = sentence("Too many e-mails went to this address today. Wait a day, then try again.")
