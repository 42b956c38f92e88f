import pytest

from core.organizations import branding, mail_text
from core.organizations.branding import Branding
from core.organizations.mail_text import OwnWords
from core.people import notification
from core.people.notification import Notification
from core.refusals import Invalid


def test_a_colour_that_cannot_be_read_is_told_with_its_ratio_and_the_nearest_that_can() -> None:
    with pytest.raises(Invalid) as refused:
        branding.change(Branding(), Branding(colour="#ffcc00", dark_colour="#27407f"))

    assert "1.4 to 1" in refused.value.errors["colour"]
    assert "#" in refused.value.errors["colour"].rpartition("is ")[2]
    assert "On a dark background" in refused.value.errors["dark_colour"]


def test_each_changed_part_is_one_event_with_its_old_and_new_value() -> None:
    old = Branding(colour="#27407f", invitation=OwnWords("Please sign"))
    events = branding.change(old, Branding(colour="#234993", invitation=OwnWords("Sign here")))

    assert [(e.setting, e.old, e.new) for e in events] == [
        ("branding.colour", "#27407f", "#234993"),
        ("branding.invitation", "Please sign", "Sign here"),
    ]


def test_what_was_not_chosen_is_computed_so_that_it_can_be_read() -> None:
    chosen = branding.palette(Branding(colour="#7a1f3d"))

    assert chosen.text == "#ffffff"
    assert chosen.dark_colour != "#7a1f3d"
    assert branding.palette(Branding()) == branding.STANDARD


@pytest.mark.parametrize("text", ["Dear {name}", "{", "}", "{}", "{recipient", "{{sender}}"])
def test_an_unknown_placeholder_names_the_ones_there_are(text: str) -> None:
    told = dict(mail_text.errors("invitation", OwnWords(text, "")))

    assert "{recipient}, {envelope}, {sender}, {organization}" in told["invitation_subject"]


def test_a_value_is_put_in_once_and_never_read_as_a_placeholder() -> None:
    words = OwnWords("{envelope} for {recipient}", "Hello {recipient}")

    filled = mail_text.filled(words, {"envelope": "{recipient}", "recipient": "Signer One"})

    assert filled == OwnWords("{recipient} for Signer One", "Hello Signer One")


def test_a_subject_is_one_line() -> None:
    assert "invitation_subject" in dict(mail_text.errors("invitation", OwnWords("a\nb")))


def test_the_end_of_an_envelope_is_told_unless_somebody_said_no() -> None:
    assert notification.is_wanted({}, Notification.COMPLETED)
    assert not notification.is_wanted({"completed": False}, Notification.COMPLETED)
    assert not notification.is_wanted({}, Notification.OPENED)
    assert notification.is_wanted({"opened": True}, Notification.OPENED)
