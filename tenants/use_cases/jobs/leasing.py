"""The old place of these names, until all use cases are converted."""

from tenants.leased_job import BadArgument as Unusable
from tenants.leased_job import LeasedJob as LeasedJob

__all__ = ["LeasedJob", "Unusable"]
