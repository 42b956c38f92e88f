from io import BytesIO
from uuid import uuid4

from actors.people import import_contacts
from core.people.contact import Contact, ContactScope
from tenants.member import Member
from tenants.use_cases.people import contacts
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def test_a_contact_is_added_changed_deleted_and_comes_back(sender: Sender) -> None:
    assert "No contacts yet" in sender.get("/contacts").text

    sender.get("/contacts/new")
    sender.post("/contacts", name="Signer One", email="one@example.com", scope="organization")
    page = sender.get("/contacts").text
    (contact,) = run(sender.member, contacts.listed).contacts
    changed = sender.post(f"/contacts/{contact.id}", name="Signer 1", email="one@example.com")
    deleted = sender.post(f"/contacts/{contact.id}/deletion")
    gone = sender.get(deleted.location)
    sender.post(f"/contacts/{contact.id}/restoration")

    assert "Signer One" in page
    assert changed.status_code == 303
    assert "Undo" in gone.text
    assert ">Signer 1</a>" not in gone.text
    assert ">Signer 1</a>" in sender.get("/contacts").text


def test_wrong_entries_are_told_and_kept(sender: Sender) -> None:
    sender.get("/contacts/new")

    answer = sender.post("/contacts", name="", email="nobody", company="Kept")

    assert answer.status_code == 422
    assert "Enter a complete e-mail address" in answer.text
    assert 'value="Kept"' in answer.text


def test_offers_are_short_and_for_those_who_send(sender: Sender, stranger: Sender) -> None:
    run(sender.member, contacts.add, Contact(uuid4(), "Signer One", "one@example.com", "Company"))

    found = sender.get("/contacts/offers?typed=sig").get_json()

    assert found == [{"name": "Signer One", "email": "one@example.com", "company": "Company"}]
    assert stranger.get("/contacts/offers?typed=sig").get_json() == []


def test_the_list_is_downloaded_and_holds_no_formula(sender: Sender) -> None:
    run(sender.member, contacts.add, Contact(uuid4(), "=1+1", "one@example.com"))

    answer = sender.get("/contacts/export")

    assert answer.mimetype == "text/csv"
    assert "'=1+1,one@example.com,,own" in answer.text


def test_a_list_is_previewed_mapped_and_imported(sender: Sender) -> None:
    data = "Mail;Wer\r\none@example.com;Zoë\r\nnobody;Two\r\nONE@example.com;Again\r\n"
    sender.get("/contacts/imports/new")

    answer = sender.post("/contacts/imports", file=(BytesIO(data.encode("latin-1")), "list.csv"))
    preview = sender.get(answer.location)
    columns = {"column_name": "1", "column_email": "0", "column_company": "-1"}
    chosen = {"header": "yes", "scope": "own", "action": "import"} | columns
    asked = sender.post(answer.location, **chosen)
    sender.post(answer.location, **chosen, encoding="cp1252")
    done = sender.get(answer.location)

    assert "1 contact is ready to import." in preview.text
    assert "Enter a complete e-mail address" in preview.text
    assert "same address as above" in preview.text
    assert asked.status_code == 422
    assert "Choose the line in which the names look right." in asked.text
    assert "1 contact added" in done.text
    assert [c.name for c in run(sender.member, contacts.listed).contacts] == ["Zoë"]


def test_a_long_list_shows_its_progress(sender: Sender, member: Member) -> None:
    data = "".join(f"P{n},p{n}@example.com\n" for n in range(300)).encode()
    sender.get("/contacts/imports/new")
    place = sender.post("/contacts/imports", file=(BytesIO(data), "list.csv")).location
    sender.get(place)
    columns = {"column_name": "0", "column_email": "1", "column_company": "-1"}
    sender.post(place, scope=ContactScope.ORGANIZATION.value, action="import", **columns)

    waiting = sender.get(place, htmx=True)
    import_contacts.import_contacts(ceremonies.lease_open(member, "import_contacts"))

    assert 'max="300"' in waiting.text
    assert "every 1s" in waiting.text
    assert "300 contacts added" in sender.get(place, htmx=True).text


def test_a_file_that_is_no_list_is_refused_beside_its_field(sender: Sender) -> None:
    sender.get("/contacts/imports/new")

    answer = sender.post("/contacts/imports", file=(BytesIO(b"%PDF\0\0"), "list.csv"))

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_column_that_is_nowhere_and_a_team_of_nobody_are_told_and_the_rest_is_kept(
    sender: Sender,
) -> None:
    sender.get("/contacts/imports/new")
    data = BytesIO(b"One,one@example.com,Company")
    place = sender.post("/contacts/imports", file=(data, "list.csv")).location
    columns = {"column_name": "0", "column_email": "9" * 10, "column_company": "-1"}

    nowhere = sender.post(place, scope="organization", header="yes", **columns)
    nobodys = sender.post(place, scope=f"team:{uuid4()}", **columns | {"column_email": "1"})

    assert (nowhere.status_code, nobodys.status_code) == (422, 422)
    assert 'id="column_email-error"' in nowhere.text
    assert '<option value="organization" selected>' in nowhere.text
    assert 'name="header" value="yes" checked' in nowhere.text
    assert 'id="scope-error"' in nobodys.text


def test_a_team_that_is_no_id_makes_nobody_a_contact(sender: Sender) -> None:
    sender.get("/contacts/new")

    answer = sender.post("/contacts", name="One", email="one@example.com", scope="team:x")

    assert answer.status_code == 422
    assert 'id="scope-error"' in answer.text
    assert 'value="one@example.com"' in answer.text
    assert run(sender.member, contacts.listed).contacts == ()
