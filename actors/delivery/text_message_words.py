"""What an SMS says: `templates/sms/<kind>.txt`, short enough for a phone."""

from urllib.parse import urlsplit

from core.text import sms_segments
from templates import language
from templates.mails import mail_environment
from tenants.use_cases.envelopes.envelope_mail import Letter

MOST = 2  # SMS that one message may take, where that can be
LETTERS = (40, 24, 14)  # of each name, tried one after the other


def compose(letter: Letter, kind: str, may_stop: bool = False) -> str:
    """`may_stop`: an answer of STOP is heard, which is said to who is written to first."""
    with language.speaking(letter.language):
        text = mail_environment().get_template(f"sms/{kind}.txt")
        host = urlsplit(letter.base_url).hostname
        said = ""
        for most in LETTERS:
            rendered = text.render(letter=letter, host=host, most=most, may_stop=may_stop)
            said = sms_segments.plain(rendered).strip()
            if sms_segments.count(said) <= MOST:
                break
        return said
