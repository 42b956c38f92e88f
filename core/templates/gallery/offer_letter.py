"""An offer of employment."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="offer_letter",
    title="Offer of employment",
    description="Position, start, salary and terms, accepted by signing.",
    facts=(
        Fact("Employer", "employer"),
        Fact("Candidate", "candidate"),
        Fact("Position", "position"),
        Fact("First day", "first_day"),
        Fact("Salary, before tax", "salary"),
        Fact("Answer by", "answer_by"),
    ),
    clauses=(
        (
            "",
            "We are glad to offer you the position named above. This letter sums up the main"
            " terms. The employment contract and the law that applies to it decide what this"
            " letter leaves open.",
        ),
        (
            "1. Your work",
            "You will carry out the duties of the position and other reasonable duties that fit"
            " your skills. Your manager will tell you where and at which hours you work before"
            " your first day.",
        ),
        (
            "2. Pay",
            "Your salary is paid in equal monthly parts, less the deductions that the law"
            " requires. Bonuses and other benefits are as agreed in writing.",
        ),
        (
            "3. Leave",
            "You are entitled to paid leave and public holidays as the law provides, unless we"
            " agree in writing on more.",
        ),
        (
            "4. Conditions",
            "This offer depends on your right to work in the country of employment and on"
            " references that we find satisfactory. Please tell us of anything that would keep you"
            " from taking the position, such as duties to a former employer.",
        ),
        (
            "5. Confidentiality",
            "You will keep confidential what you learn about our business, during your employment"
            " and after it.",
        ),
        (
            "6. Acceptance",
            "You accept this offer by signing it by the day named above. After that day it is no"
            " longer open, unless we extend it in writing.",
        ),
    ),
    signers=("Employer", "Candidate"),
)
