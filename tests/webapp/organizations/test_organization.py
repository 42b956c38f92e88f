from tests.webapp.senders import Sender


def test_the_name_of_the_organization_is_changed_and_said_so_once(sender: Sender) -> None:
    sender.get("/settings/organization")

    answer = sender.post(
        "/settings/organization", name="Renamed", time_zone="Europe/Paris", locale="en"
    )

    assert answer.status_code == 303
    page = sender.get("/settings/organization")
    assert 'value="Renamed"' in page.text
    assert "Saved." in page.text
    assert "Saved." not in sender.get("/settings/organization").text


def test_a_wrong_entry_is_marked_and_what_was_typed_is_kept(sender: Sender) -> None:
    sender.get("/settings/organization")

    answer = sender.post("/settings/organization", name="", time_zone="Mars/Base", locale="en")

    assert answer.status_code == 422
    assert "Give your organization a name" in answer.text
    assert "Choose a time zone" in answer.text
