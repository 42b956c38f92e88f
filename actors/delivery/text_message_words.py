"""What an SMS says: `templates/sms/<kind>.txt`, short enough for a phone."""

from urllib.parse import urlsplit

from templates import language
from templates.mails import mail_environment
from tenants.use_cases.envelopes.envelope_mail import Letter


def compose(letter: Letter, kind: str) -> str:
    with language.speaking(letter.language):
        text = mail_environment().get_template(f"sms/{kind}.txt")
        host = urlsplit(letter.base_url).hostname
        return text.render(letter=letter, host=host).strip()
