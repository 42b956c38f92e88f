from tests.webapp.senders import Sender


def test_a_rule_is_previewed_before_it_is_set(sender: Sender) -> None:
    sender.get("/settings/retention")
    rule = {"number": "10", "unit": "years", "keep": "yes"}

    previewed = sender.post("/settings/retention", **rule)
    assert "Nothing is old enough" in previewed.text
    assert 'name="sure" value="3653"' in previewed.text
    assert 'value="10"' not in sender.get("/settings/retention").text

    assert sender.post("/settings/retention", **rule, sure="3653").status_code == 303
    page = sender.get("/settings/retention").text
    assert 'value="10"' in page
    assert '<option value="years" selected>years</option>' in page


def test_a_rule_other_than_the_one_previewed_is_previewed_first(sender: Sender) -> None:
    sender.get("/settings/retention")

    answer = sender.post("/settings/retention", number="10", unit="days", sure="3653")

    assert answer.status_code == 200
    assert 'name="sure" value="10"' in answer.text


def test_a_number_that_is_none_is_marked_and_kept(sender: Sender) -> None:
    sender.get("/settings/retention")

    answer = sender.post("/settings/retention", number="soon", unit="years", sure="soon")

    assert answer.status_code == 422
    assert "Enter a whole number" in answer.text
    assert 'value="soon"' in answer.text
