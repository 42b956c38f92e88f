"""A verdict belongs to the bytes it was made of, whatever else is handed in."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from core.refusals import NotFound
from tenants.installation import Installation
from tenants.use_cases import leasing, verifying
from tenants.use_cases.leasing import LeasedJob
from tests.tenants.conftest import NOW


def job_of(installation: Installation, id: UUID) -> LeasedJob:
    with installation.platform.transaction() as tx:
        row = tx.one("select id from outbox where arguments->>'verification_id' = %s", str(id))
    job = leasing.lease(installation.platform, row["id"])
    assert job is not None
    return job


def test_another_file_with_the_same_id_is_not_judged_in_place_of_the_first(
    installation: Installation,
) -> None:
    id, changed, genuine = uuid4(), b"%PDF changed", b"%PDF genuine"
    verifying.submit(installation, id, "changed.pdf", changed, NOW)
    verifying.submit(installation, id, "genuine.pdf", genuine, NOW)

    data, _ = verifying.load(job_of(installation, id))

    assert data == changed
    shown = verifying.report(installation, id)
    assert (shown.file_name, shown.sha256) == ("changed.pdf", hashlib.sha256(changed).hexdigest())


def test_a_file_that_waited_for_too_long_is_deleted_and_its_job_ends(
    installation: Installation,
) -> None:
    id = uuid4()
    verifying.submit(installation, id, "old.pdf", b"%PDF old", NOW)
    name = f"verifications/{id}/{hashlib.sha256(b'%PDF old').hexdigest()}"
    assert installation.platform.get(name) == b"%PDF old"

    later = NOW + verifying.KEPT + timedelta(minutes=1)
    verifying.submit(installation, uuid4(), "new.pdf", b"%PDF new", later)

    job = job_of(installation, id)
    with pytest.raises(NotFound):
        verifying.load(job)
    with pytest.raises(NotFound):
        installation.platform.get(name)
    assert verifying.was_forgotten(job)


def test_a_file_name_is_kept_as_far_as_it_can_be_read(installation: Installation) -> None:
    id = uuid4()

    verifying.submit(installation, id, "lea\0se\u202efdp.pdf", b"%PDF", NOW)

    assert verifying.report(installation, id).file_name == "leasefdp.pdf"
