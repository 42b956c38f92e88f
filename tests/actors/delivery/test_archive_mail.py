"""A completed envelope goes to the archive's addresses, which no recipient sees."""

from datetime import UTC, datetime

import pytest

from actors.delivery import mail_archive
from actors.envelopes import mail_completion
from core.principal import SYSTEM
from core.refusals import Invalid
from tenants.member import Member
from tenants.use_cases.envelopes.delivery import archive_mail
from tests.actors.conftest import Postman
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime.now(UTC)
pytestmark = pytest.mark.usefixtures("mailing")


def test_the_organizations_addresses_get_the_sealed_files_and_no_recipient_reads_of_them(
    member: Member, postman: Postman
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set archive = E'archive@example.com\nlaw@example.com'")
    ceremonies.completed(member, NOW)

    for _ in range(2):
        mail_archive.mail_archive(ceremonies.lease_open(member, "mail_archive"))
    mail_completion.mail_completion(ceremonies.lease_open(member, "mail_completion"))

    (kept,), (other,) = postman.to("archive@example.com"), postman.to("law@example.com")
    (theirs,) = (m for m in postman.letters if m not in (kept, other))
    names = [part.get_filename() for part in kept.iter_attachments()]
    assert len(names) == 2
    assert names[0] and names[0].endswith(" – signed.pdf")
    assert names[1] and names[1].endswith(" – certificate.pdf")
    assert all(p.get_content().startswith(b"%PDF") for p in kept.iter_attachments())
    assert "/s/" not in str(kept.get_body(("plain",)))
    assert "archive@example.com" not in theirs.as_string()


def test_a_sender_chooses_other_addresses_in_a_draft(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)

    after = run(member, archive_mail.choose, draft.id, "a@example.com, b@example.com", NOW)

    assert after.archive == ("a@example.com", "b@example.com")
    for wrong in ("a@", " ".join(f"a{n}@example.com" for n in range(6))):
        with pytest.raises(Invalid):
            run(member, archive_mail.choose, draft.id, wrong, NOW)
