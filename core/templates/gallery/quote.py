"""A quote that becomes a contract when it is signed."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="quote",
    title="Quote",
    description="A price for a piece of work, which the customer accepts by signing.",
    facts=(
        Fact("Supplier", "supplier"),
        Fact("Customer", "customer"),
        Fact("Work", "work"),
        Fact("Price, without tax", "price"),
        Fact("Delivered by", "delivered_by"),
        Fact("Valid until", "valid_until"),
    ),
    clauses=(
        (
            "1. What is offered",
            "The supplier offers to carry out the work named above at the price named above. Taxes"
            " that apply are added. The quote is open until the day named above.",
        ),
        (
            "2. Acceptance",
            "The quote becomes a contract when the customer signs it in time. Terms of the"
            " customer apply only if the supplier has agreed to them in writing.",
        ),
        (
            "3. Changes",
            "Changes and additional work are agreed in writing beforehand, together with what they"
            " cost and how they change the date of delivery.",
        ),
        (
            "4. Payment",
            "The price is due within 30 days of the invoice, which is issued after delivery unless"
            " the parties agree otherwise. If payment is late, interest is due as the law"
            " provides.",
        ),
        (
            "5. Delivery and acceptance",
            "The customer checks the work within 14 days of delivery and reports defects in"
            " writing. The supplier corrects defects free of charge in reasonable time. What is"
            " delivered belongs to the customer once it is paid for.",
        ),
        (
            "6. Liability",
            "Each party is liable for damage as the law provides. Neither is liable for delays"
            " that it could not foresee or prevent.",
        ),
    ),
    signers=("Customer",),
)
