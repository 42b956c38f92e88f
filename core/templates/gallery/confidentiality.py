"""A mutual confidentiality agreement."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="confidentiality",
    title="Confidentiality agreement",
    description="Two parties keep to themselves what they learn from each other.",
    facts=(
        Fact("First party", "first_party"),
        Fact("Second party", "second_party"),
        Fact("Purpose", "purpose"),
        Fact("Begins on", "begins_on"),
    ),
    clauses=(
        (
            "1. What is confidential",
            "Confidential information is everything that one party gives to the other for the"
            " purpose named above, in any form, if it is marked as confidential or if a"
            " reasonable person would understand that it is. It is not what was public or known"
            " to the other party before, becomes public without a breach, is received lawfully"
            " from someone else, or is developed independently.",
        ),
        (
            "2. What each party does",
            "Each party uses confidential information only for the purpose, protects it as it"
            " protects its own, and shows it only to employees and advisers who need it for the"
            " purpose and who are bound to keep it confidential. Each party answers for those to"
            " whom it shows it.",
        ),
        (
            "3. When the law requires disclosure",
            "A party that must disclose confidential information by law or by order of a court"
            " tells the other party beforehand, as far as it may, and discloses no more than it"
            " has to.",
        ),
        (
            "4. Return",
            "On request, a party returns or destroys the confidential information it has received."
            " It may keep one copy as far as the law requires it, and automatic backups until"
            " they are overwritten; both stay confidential.",
        ),
        (
            "5. No other rights",
            "Nothing in this agreement gives a party rights to the other’s information or obliges"
            " it to conclude another agreement. Information is given as it is.",
        ),
        (
            "6. How long it lasts",
            "This agreement lasts two years from the day on which it begins. What was received in"
            " that time stays confidential for three more years, and trade secrets for as long as"
            " they are secret.",
        ),
    ),
    signers=("First party", "Second party"),
)
