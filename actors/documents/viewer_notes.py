"""What the third engine says of a document that was taken in: notes for its sender."""

from actors.pdf.comparison import viewer_comparison
from actors.pdf.intake.intake import Accepted
from actors.pdf.sandbox import sandbox

SECONDS = 6.0


def notes(accepted: Accepted) -> tuple[str, ...]:
    """It refuses nothing: a file that ends it is one that it could not look at."""
    as_uploaded = accepted.earlier is not None
    try:
        seen = sandbox.run(
            viewer_comparison.compare, accepted.canonical, as_uploaded, seconds=SECONDS
        )
    except (sandbox.ChildFailed, sandbox.ChildKilled, sandbox.Interrupted):
        return (viewer_comparison.FAILED,)
    return viewer_comparison.notes_of(seen, as_uploaded)
