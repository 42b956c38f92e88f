"""An order of goods or a subscription."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="order_form",
    title="Order form",
    description="What is ordered, how much of it and at which price, signed by both parties.",
    facts=(
        Fact("Seller", "seller"),
        Fact("Buyer", "buyer"),
        Fact("Goods or service", "goods"),
        Fact("Quantity", "quantity"),
        Fact("Price, without tax", "price"),
        Fact("Delivery address", "delivery_address"),
    ),
    clauses=(
        (
            "1. Order",
            "The buyer orders the goods or the service named above in the quantity named above, at"
            " the price named above. Taxes that apply are added. The order binds both parties when"
            " both have signed it.",
        ),
        (
            "2. Delivery",
            "The seller delivers to the address named above within 30 days, unless the parties"
            " agree on another time. The risk passes to the buyer on delivery.",
        ),
        (
            "3. Payment",
            "The price is due within 30 days of the invoice. Goods remain the property of the"
            " seller until they are paid for in full. If payment is late, interest is due as the"
            " law provides.",
        ),
        (
            "4. Defects",
            "The buyer checks goods on delivery and reports visible defects within 14 days, hidden"
            " ones as soon as they appear. The seller repairs or replaces what is defective, or"
            " takes it back and returns the price.",
        ),
        (
            "5. Cancelling",
            "Either party may cancel the order in writing if the other does not meet an important"
            " duty within 14 days of being asked to. Rights that the law gives to consumers are"
            " not limited by this form.",
        ),
    ),
    signers=("Buyer", "Seller"),
)
