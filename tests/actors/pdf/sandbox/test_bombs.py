"""Small files that are large to open end in a plain sentence, and the worker goes on."""

import psutil
import pytest

from actors.pdf.intake import intake
from actors.pdf.sandbox import sandbox
from core.documents.refusals import UnusableFile
from tests.actors.pdf.sandbox import bombs, probes

pytestmark = pytest.mark.usefixtures("child")


@pytest.mark.parametrize("bomb", bombs.ALL, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_and_the_worker_unharmed(bomb):
    data = bomb()
    assert len(data) < 3_000_000

    with pytest.raises(UnusableFile) as refused:
        sandbox.run_untrusted(intake.accept, data, None, seconds=3)

    assert refused.value.message.startswith("This file")
    assert sandbox.run(probes.add, 1, 1, seconds=5) == 2
    assert psutil.Process().memory_info().rss < 1_000_000_000
