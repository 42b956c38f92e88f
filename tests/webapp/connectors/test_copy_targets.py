from tests.webapp.senders import Sender

TYPED = {
    "kind": "webdav", "address": "https://127.0.0.1:9/signed", "username": "ana",
    "secret": "a secret of its own", "pattern": "{year}/{id}/{document}",
}  # fmt: skip


def test_a_place_is_chosen_tried_and_removed(sender: Sender) -> None:
    saved = sender.post("/settings/copies", **TYPED)
    page = sender.get("/settings/copies").text

    assert saved.status_code == 303
    assert TYPED["address"] in page and TYPED["secret"] not in page
    assert sender.post("/settings/copies/trial").status_code == 303
    assert "The address leads into a private network." in sender.get("/settings/copies").text
    assert sender.post("/settings/copies/removal").status_code == 303
    assert TYPED["address"] not in sender.get("/settings/copies").text


def test_what_is_wrong_stands_beside_it_and_nothing_typed_is_lost(sender: Sender) -> None:
    refused = sender.post("/settings/copies", **TYPED | {"pattern": "{year}/{document}"})

    assert refused.status_code == 422
    assert "It needs {id}" in refused.text and TYPED["address"] in refused.text
