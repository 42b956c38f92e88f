from uuid import uuid4

import pytest

from core.fields import kinds
from core.fields.found_field import FoundField, FoundSource
from tenants.use_cases.fields.found_fields import OfferedField
from tests.core import builders
from webapp.pages.fields import found_page


@pytest.mark.parametrize("source", FoundSource)
def test_a_place_without_a_label_says_so_to_the_page(source: FoundSource) -> None:
    """Page templates refuse what is not there."""
    place = FoundField("1", source, kinds.named("signature"), 1, 72, 72, 140, 40, required=True)

    offered = found_page.context(builders.make_envelope(), [OfferedField(uuid4(), place, ())])

    (row,) = offered["found"] + offered["lost"]
    assert row["label"] == ""
