"""Bulk sends in a list."""

from webapp.api.v1.bulk_sends.bulk_send_models import BulkSendAnswer
from webapp.api.v1.queries import ListPage


class BulkSendListAnswer(ListPage[BulkSendAnswer]):
    """The latest first."""
