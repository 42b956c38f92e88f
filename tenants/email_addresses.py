"""E-mail addresses that were typed: kept to those a mail can be sent to."""

from email_validator import EmailNotValidError, validate_email

from core.addresses import email_address
from core.refusals import Invalid, sentence
from core.text.printable import cleaned


def check(typed: str) -> str:
    """The address without what surrounds it. Raises Invalid(email=...)."""
    email = cleaned(typed)
    if not email_address.is_well_formed(email):
        raise Invalid(email=sentence("Enter a complete e-mail address, such as name@example.com."))
    if not deliverable(email):
        raise Invalid(email=sentence("This address cannot receive e-mail. Check it."))
    return email


def deliverable(email: str) -> bool:
    """Whether a mail could be sent there: no server is asked, the address alone is looked at."""
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True
