from flask import Flask

from tests.tenants.operators import Person
from tests.webapp.operator.desks import DeskBrowser


def test_the_first_sign_in_shows_a_qr_code_and_then_the_recovery_codes_once(
    app: Flask, person: Person
) -> None:
    browser = DeskBrowser(app, person)
    first = browser.give_password()

    assert first.headers["Location"] == "/operator/organizations"
    assert browser.get("/operator/organizations").headers["Location"] == "/operator/enrolment"
    page = browser.get("/operator/enrolment")
    assert "<svg" in page.text
    assert browser.post("/operator/enrolment", code="000000").status_code == 409
    answer = browser.enrol()
    assert len(person.codes) == 10
    assert "Save your recovery codes" in answer.text
    assert browser.get("/operator/organizations").status_code == 200
    assert browser.get("/operator/enrolment").status_code == 303


def test_the_second_time_the_app_or_a_recovery_code_is_asked_for(
    app: Flask, desk: DeskBrowser
) -> None:
    again = DeskBrowser(app, desk.person)
    again.give_password()
    page = again.get("/operator/second-factor")

    wrong = again.post("/operator/second-factor", code="12345")
    right = again.post("/operator/second-factor", code=desk.person.codes[3])

    assert "six digits" in page.text
    assert wrong.status_code == 409
    assert "This code is wrong" in wrong.text
    assert right.status_code == 303
    assert again.get("/operator/organizations").status_code == 200


def test_a_wrong_password_keeps_the_address_and_tells_nothing(app: Flask, person: Person) -> None:
    browser = DeskBrowser(app, person)

    known = browser.give_password("not the password")
    nobody = DeskBrowser(app, Person(person.id, "nobody@example.com"))
    unknown = nobody.give_password("not the password")

    assert (known.status_code, unknown.status_code) == (409, 409)
    assert f'value="{person.email}"' in known.text
    sentence = "The e-mail address or password is wrong."
    assert sentence in known.text
    assert sentence in unknown.text


def test_signing_out_ends_the_session_on_the_server(app: Flask, desk: DeskBrowser) -> None:
    kept = desk.client.get_cookie("countersign-operator")
    assert kept is not None
    desk.get("/operator/organizations")

    desk.post("/operator/sign-out")

    desk.client.set_cookie("countersign-operator", kept.value)
    assert desk.get("/operator/organizations").headers["Location"] == "/operator/sign-in"
