from tests.webapp.senders import Sender


def test_a_rule_is_looked_at_before_it_is_set(sender: Sender) -> None:
    sender.get("/settings/retention")

    looked = sender.post("/settings/retention", days="30", keep="yes")
    assert "Nothing is old enough" in looked.text
    assert 'value="30"' not in sender.get("/settings/retention").text

    assert sender.post("/settings/retention", days="30", keep="yes", sure="30").status_code == 303
    assert 'value="30"' in sender.get("/settings/retention").text


def test_a_number_that_is_none_is_marked_and_kept(sender: Sender) -> None:
    sender.get("/settings/retention")

    answer = sender.post("/settings/retention", days="soon", sure="soon")

    assert answer.status_code == 422
    assert "Enter a number of days" in answer.text
    assert 'value="soon"' in answer.text
