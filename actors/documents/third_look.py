"""What the third engine says of a document that was taken in: notes for its sender."""

from actors.pdf.comparison import third_engine
from actors.pdf.intake.intake import Accepted
from actors.pdf.sandbox import sandbox

SECONDS = 6.0


def notes(accepted: Accepted) -> tuple[str, ...]:
    """It refuses nothing: a file that ends it is one that it could not look at."""
    as_uploaded = accepted.earlier is not None
    try:
        seen = sandbox.run(third_engine.look, accepted.canonical, as_uploaded, seconds=SECONDS)
    except (sandbox.ChildFailed, sandbox.ChildKilled, sandbox.Interrupted):
        return (third_engine.FAILED,)
    return third_engine.notes_of(seen, as_uploaded)
