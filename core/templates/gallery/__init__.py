"""Ready templates of ours, to start from: texts, roles and where their fields are."""

from core.templates.gallery import (
    confidentiality,
    consent,
    lease,
    offer_letter,
    order_form,
    quote,
)
from core.templates.gallery.ready_template import ReadyTemplate

ALL: tuple[ReadyTemplate, ...] = (
    confidentiality.TEMPLATE,
    offer_letter.TEMPLATE,
    lease.TEMPLATE,
    consent.TEMPLATE,
    quote.TEMPLATE,
    order_form.TEMPLATE,
)
BY_KEY = {template.key: template for template in ALL}
