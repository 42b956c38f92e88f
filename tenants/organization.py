"""The old place of these names, until all use cases are converted."""

from tenants.installation import Organization as Organization
from tenants.transaction import Transaction as Transaction
