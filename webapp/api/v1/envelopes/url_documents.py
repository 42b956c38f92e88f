"""Documents that a program names by their address: fetched while no transaction is open."""

import time
from collections.abc import Sequence
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from core.api.refusals import InvalidRequest
from core.documents.document import BYTES_LIMIT
from core.documents.earlier_signatures import Handling
from tenants.files import incoming_file
from tenants.network import guarded_http
from tenants.network.bulkhead import Busy
from tenants.network.guarded_http import Unreachable
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import UploadedFile
from webapp import current
from webapp.api.v1.document_models import NewDocument
from webapp.api.v1.documentation import pointer

# For all of one request together: it has a thread as long as they are fetched.
SECONDS = 15.0
OK = 200
WHY = {
    "forbidden_address": "This address is not public. Documents are fetched from public ones.",
    "bad_address": "Give an address that begins with https:// and a host such as example.com.",
    "unknown_host": "There is no host of this name.",
    "not_connected": "No one answers at this address.",
    "not_secure": "The certificate of this host is not valid.",
    "timed_out": "It took longer than 15 seconds. Send the file itself.",
    "no_http": "The answer is not HTTP.",
}


def fetched(document: NewDocument, place: Sequence[str | int], until: float) -> UploadedFile:
    """
    What it is, is told by its content like that of every other file. `until` is a moment of the
    monotonic clock. Raises InvalidRequest, EmptyFile, FileTooLarge.
    """
    url, into = document.url or "", TemporaryFile()  # noqa: SIM115 - it is gone with the request
    bulkhead = current.installation().openid_providers.bulkhead
    networks = current.settings().outbound_private_networks
    left = until - time.monotonic()
    try:
        with bulkhead.waiting(urlsplit(url).hostname or "", Unreachable):
            status = guarded_http.fetch(url, into, networks, left, BYTES_LIMIT)
    except Unreachable as unreachable:
        raise _wrong(place, WHY[unreachable.why]) from None
    except ValueError:
        raise _wrong(place, WHY["bad_address"]) from None
    except Busy:
        raise _wrong(place, "This host is slow, or much is fetched already. Try later.") from None
    if status != OK:
        raise _wrong(place, f"The answer was {status}, not 200. No redirect is followed.")
    data = incoming_file.of(into)
    handling = Handling(document.handling or Handling.CANONICAL)
    return envelope_creation.uploaded(document.name, data, document.values, handling)


def _wrong(place: Sequence[str | int], detail: str) -> InvalidRequest:
    return InvalidRequest([{"pointer": pointer(place), "code": "not_fetched", "detail": detail}])
