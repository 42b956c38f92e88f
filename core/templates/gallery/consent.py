"""Consent to the use of pictures."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="consent",
    title="Consent to pictures",
    description="A person agrees that pictures of them are used, and may change their mind.",
    facts=(
        Fact("Organization", "organization"),
        Fact("Pictures", "pictures"),
        Fact("Used for", "purpose"),
        Fact("Until", "until"),
    ),
    clauses=(
        (
            "1. What I agree to",
            "I agree that the organization named above takes, keeps and shows pictures of me, as"
            " described above, for the purpose described above and until the day named above. My"
            " name is shown with them only if I agree to that as well.",
        ),
        (
            "2. It is my choice",
            "My consent is voluntary. If I do not give it, or withdraw it later, I will not be"
            " treated any worse for it.",
        ),
        (
            "3. Withdrawing",
            "I may withdraw my consent at any time by telling the organization. It then stops"
            " using the pictures and removes them from places that it controls, as soon as it"
            " reasonably can. What was printed or published lawfully before may remain.",
        ),
        (
            "4. My rights",
            "I may ask what is kept about me, and ask for a copy, a correction or its deletion. I"
            " may complain to the data protection authority that is responsible for me.",
        ),
        (
            "5. No payment",
            "I receive no payment for the pictures unless we have agreed on one in writing.",
        ),
        (
            "",
            "I am of legal age, or I sign as the parent or guardian of the person in the pictures.",
        ),
    ),
    signers=("Person",),
)
