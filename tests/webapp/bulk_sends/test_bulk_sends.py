import csv
import io
import re
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from core.bulk_sends.bulk_send import BulkState, RowState
from core.organizations.quota import Limits
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends
from tenants.use_cases.organizations import quotas
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp import html_forms
from tests.webapp.senders import Sender


def submit(sender: Sender, place: str, action: str, button: str = "", **typed: str) -> TestResponse:
    """The form of the page with this action, as it stands, with what is typed into it."""
    found = html_forms.forms(place, sender.get(place).text)
    form = next(f for f in found if f.address.endswith(action))
    values = dict(form.sent) | typed | ({"action": button} if button else {})
    values.pop("csrf_token", None)
    return sender.post(form.address, **values)


def begun(sender: Sender, table: bytes, name: str = "buyers.csv") -> str:
    """The address of a bulk send whose table was read."""
    template_id = bulk.template(sender.member, NOW)
    sender.get(f"/bulk-sends/new?template={template_id}")
    file = (io.BytesIO(table), name)
    answer = sender.post("/bulk-sends", template=str(template_id), file=file)
    assert answer.status_code == 303
    bulk.read(sender.member)
    return answer.location


def checked(sender: Sender, table: bytes) -> str:
    place = begun(sender, table)
    assert submit(sender, place, "/columns", "check").status_code == 303
    bulk.work(sender.member.organization, "check_bulk_rows")
    return place


def id_of(place: str) -> UUID:
    return UUID(place.rsplit("/", 1)[1])


def test_a_template_is_chosen_and_its_sample_has_a_column_for_all_it_asks_for(
    sender: Sender, member: Member
) -> None:
    template_id = bulk.template(member, NOW)

    sample = sender.get(f"/bulk-sends/sample.csv?template={template_id}").text

    assert f"template={template_id}" in sender.get("/bulk-sends/new").text
    assert sample.strip("\ufeff\r\n") == "Buyer name,Buyer e-mail,City,Price"


def test_from_a_file_to_sent_envelopes_without_a_script(sender: Sender, member: Member) -> None:
    template_id = bulk.template(member, NOW)
    sender.get(f"/bulk-sends/new?template={template_id}")
    file = (io.BytesIO(bulk.csv(bulk.rows(3))), "buyers.csv")
    place = sender.post("/bulk-sends", template=str(template_id), file=file).location
    assert "Reading the table" in sender.get(place).text
    bulk.read(member)

    columns = sender.get(place).text
    assert "Row 1 of 3" in columns and "buyer-1@example.com" in columns
    third = sender.get(f"{place}?row=3").text
    assert "Row 3 of 3" in third and "buyer-3@example.com" in third
    submit(sender, place, "/columns", "check")
    assert "Checking rows" in sender.get(place).text
    bulk.work(member.organization, "check_bulk_rows")
    assert "Send 3 envelopes" in sender.get(place).text
    submit(sender, place, "/start", rate="60")
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row")

    shown = sender.get(place).text
    assert "3 of 3 done" in shown and "Finished" in shown
    assert shown.count("/envelopes/") >= 3
    results = list(csv.reader(io.StringIO(sender.get(f"{place}/results.csv").text)))
    assert [row[1] for row in results[1:]] == ["Sent"] * 3
    bulk.work(member.organization, "index_envelope")
    listed = sender.get(f"/envelopes?bulk={id_of(place)}").text
    assert listed.count("Buyer ") >= 3
    assert "3 sent" in sender.get("/bulk-sends").text
    envelope = re.search(r'href="(/envelopes/[0-9a-f-]{36})"', shown)
    assert envelope and "Part of a bulk send" in sender.get(envelope[1]).text


def test_names_of_columns_in_braces_are_filled_in_and_unknown_ones_refused(
    sender: Sender, member: Member
) -> None:
    place = begun(sender, bulk.csv(bulk.rows(2)))

    refused = submit(sender, place, "/columns", "check", name="Lease {{Town}}")
    answer = submit(sender, place, "/columns", "look", name="Lease {{ city }} for {{Buyer name}}")

    assert refused.status_code == 422
    assert "There is no column named “Town”" in refused.text
    assert "Lease Lisbon for Buyer 1" in sender.get(answer.location).text


def test_a_column_that_is_missing_is_asked_for_before_rows_are_checked(
    sender: Sender, member: Member
) -> None:
    place = begun(sender, b"A,B\n1,2\n")

    answer = submit(sender, place, "/columns", "check")

    assert answer.status_code == 422
    assert "Choose the column with the e-mail addresses." in answer.text
    assert run(member, bulk_sends.get, id_of(place)).state is BulkState.READ


def test_cells_can_be_pasted_instead(sender: Sender, member: Member) -> None:
    template_id = bulk.template(member, NOW)
    sender.get(f"/bulk-sends/new?template={template_id}")
    pasted = "Buyer name\tBuyer e-mail\nZoë\tzoe@example.com\n"

    place = sender.post("/bulk-sends", template=str(template_id), pasted=pasted).location
    neither = sender.post("/bulk-sends", template=str(template_id))
    bulk.read(member)

    assert "zoe@example.com" in sender.get(place).text
    assert (neither.status_code, "or paste cells" in neither.text) == (422, True)


def test_letters_that_no_one_explains_have_to_be_chosen(sender: Sender, member: Member) -> None:
    data = "Buyer name,Buyer e-mail\nJürgen,j@example.com\n".encode("cp1252")
    place = begun(sender, data)

    refused = submit(sender, place, "/columns", "check")
    submit(sender, place, "/columns", "check", encoding="cp1251")
    bulk.read(member)

    assert "Choose the line in which the names look right." in refused.text
    assert "Jьrgen" in sender.get(place).text
    assert submit(sender, place, "/columns", "check").status_code == 303


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a,b\n" * 10_003, "This file has 10,002 rows."),
        (b"a,b\n1," + b"x" * 10_001, "Row 2 has a cell with more than 10,000 characters."),
        (b"PK\x03\x04", "This file is not a spreadsheet or CSV file."),
    ],
    ids=["rows", "cell", "no table"],
)
def test_a_table_that_cannot_be_used_says_why_and_where(
    sender: Sender, data: bytes, said: str
) -> None:
    place = begun(sender, data)

    page = sender.get(place).text

    assert said in page
    assert "Choose another file" in page


def test_wrong_rows_are_downloaded_corrected_and_uploaded_again(
    sender: Sender, member: Member
) -> None:
    table = [*bulk.rows(2), ("Zoe", "zoe", "+9", "=1+1"), ("Yan", "yan@example.com", "x", "")]
    place = checked(sender, bulk.csv(table))
    page = sender.get(place).text
    assert "2 rows have errors" in page and "Send only the 2 valid rows" in page

    text = sender.get(f"{place}/errors.csv").text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    book = CalamineWorkbook.from_object(io.BytesIO(sender.get(f"{place}/errors.xlsx").data))
    assert rows[0] == ["Row in Countersign", *bulk.HEAD, "Error"]
    assert [row[:5] for row in rows[1:]] == [
        ["4", "Zoe", "zoe", "'+9", "'=1+1"],
        ["5", "Yan", "yan@example.com", "x", ""],
    ]
    assert book.get_sheet_by_index(0).to_python()[1][:5] == ["4", "Zoe", "zoe", "+9", "=1+1"]
    better = bulk.csv([("4", "Zoe", "zoe@example.com", "9", ""), ("5", *table[3][:2], "7", "")],
                      ("Row in Countersign", *bulk.HEAD))  # fmt: skip
    sender.get(place)
    sender.post(f"{place}/corrections", file=(io.BytesIO(better), "better.csv"))
    bulk.read(member)
    bulk.work(member.organization, "check_bulk_rows")

    assert "Send 4 envelopes" in sender.get(place).text


def test_the_button_says_how_many_and_sends_no_other_number(sender: Sender, member: Member) -> None:
    place = checked(sender, bulk.csv([*bulk.rows(2), *bulk.rows(1)]))
    assert "Skip 1 row with the same people as" in sender.get(place).text

    refused = submit(sender, place, "/start", rows="2")
    submit(sender, place, "/start", skip_repeats="yes")

    assert refused.status_code == 409
    assert bulk.counts(member, id_of(place)) == {RowState.READY: 2, RowState.SKIPPED: 1}


def test_it_is_paused_slowed_down_resumed_and_cancelled(sender: Sender, member: Member) -> None:
    place = checked(sender, bulk.csv(bulk.rows(3)))
    submit(sender, place, "/start")
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row", most=1)

    submit(sender, place, "/pause")
    assert "Paused" in sender.get(place).text
    wrong = submit(sender, place, "/resumption", rate="100000")
    submit(sender, place, "/resumption", rate="30")
    changed = run(member, bulk_sends.get, id_of(place))
    submit(sender, place, "/cancellation")

    assert (wrong.status_code, "Enter a number from 1 to" in wrong.text) == (422, True)
    assert (changed.state, changed.rate) == (BulkState.RUNNING, 30)
    page = sender.get(place).text
    assert "Cancelled" in page and "Retry" not in page
    assert submit(sender, place, "/removal").status_code == 303
    assert sender.get(place).status_code == 404


def test_a_page_that_waits_is_told_when_it_is_another_one(sender: Sender, member: Member) -> None:
    template_id = bulk.template(member, NOW)
    bulk_id = bulk.upload(member, template_id, bulk.csv(bulk.rows(1)), NOW)
    place = f"/bulk-sends/{bulk_id}"
    waiting = sender.get(place, htmx=True)
    tag = waiting.headers.get("ETag", '"none"')

    bulk.read(member)
    answer = sender.get(place, htmx=True, **{"If-None-Match": tag})

    assert "bulk_progress" in waiting.text
    assert answer.headers["HX-Refresh"] == "true"


def test_too_few_envelopes_left_this_month_are_told_before_the_start(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = checked(sender, bulk.csv(bulk.rows(3)))
    monkeypatch.setattr(quotas, "limits", lambda tx: Limits(envelopes_per_month=2))

    page = sender.get(place).text

    assert "Your organization can send 2 more envelopes this month." in page


def test_a_file_larger_than_the_limit_is_not_stored(sender: Sender, member: Member) -> None:
    template_id = bulk.template(member, NOW)
    sender.get(f"/bulk-sends/new?template={template_id}")
    file = (io.BytesIO(b"x" * 10_000_001), "large.csv")

    answer = sender.post("/bulk-sends", template=str(template_id), file=file)

    assert (answer.status_code, "larger than 10 MB" in answer.text) == (422, True)
    assert run(member, bulk_sends.listed).bulk_sends == ()
