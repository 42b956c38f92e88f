"""The page of all members where there are many."""

import html
import re
from urllib.parse import quote
from uuid import uuid4

from core.access import MemberRole
from tenants.use_cases.people import inviting
from tests.tenants.conftest import NOW
from tests.tenants.many_members import colleagues
from tests.tenants.opening import run
from tests.webapp.senders import Sender

PEOPLE = "/settings/people"


def crowd(sender: Sender, many: int) -> set[str]:
    unique = uuid4().hex[:12]
    emails = [f"p{n}.{unique}@example.com" for n in range(many)]
    colleagues(
        sender.member, [(f"Zoë {n}" if n % 2 else "Signer", e) for n, e in enumerate(emails)]
    )
    return {*emails, sender.member.email}


def shown(text: str) -> list[str]:
    """The addresses of the members, in their order."""
    return re.findall(r'<p class="small quiet">([^ <]+@[^ <]+)</p>', text)


def following(text: str) -> str:
    """Where “More” leads."""
    found = re.search(r'href="([^"]+)">More', text)
    return html.unescape(found[1]) if found else ""


def test_three_pages_show_each_member_once(sender: Sender) -> None:
    emails = crowd(sender, 120)
    run(sender.member, inviting.invite, f"{uuid4().hex[:12]}@example.com", MemberRole.SENDER, NOW)

    first = sender.get(PEOPLE).text
    second = sender.get(following(first)).text
    third = sender.get(following(second)).text

    found = [shown(page) for page in (first, second, third)]
    assert [len(each) for each in found] == [50, 50, 21]
    assert {email for each in found for email in each} == emails
    assert following(third) == ""
    assert "121 people" in first
    assert "121 people" in third
    for once in ("Send invitation", ">Pending invitations</h2>"):
        assert once in first
        assert once not in second
    assert "Back to the first page" in second


def test_whoever_is_alone_sees_the_invitation_at_once(sender: Sender) -> None:
    alone = sender.get(PEOPLE).text
    crowd(sender, 1)
    together = sender.get(PEOPLE).text

    assert '<details class="expander" open>' in alone
    assert '<details class="expander">' in together
    assert "Sees every envelope and the audit log, but cannot change anything" in together


def test_typing_finds_a_part_of_a_name_whatever_its_accents_page_by_page(sender: Sender) -> None:
    crowd(sender, 120)

    part = sender.get(f"{PEOPLE}?search=ZOE", htmx=True).text
    page = sender.get(following(part)).text

    assert part.strip().startswith('<div id="people_rows"')
    assert "People found" in part
    assert (len(shown(part)), len(shown(page))) == (50, 10)
    assert 'value="ZOE"' in page
    assert "Signer" not in page


def test_what_nobody_is_called_is_said_and_kept(sender: Sender, stranger: Sender) -> None:
    typed = f"<b>{stranger.member.email}"

    page = sender.get(f"{PEOPLE}?search={quote(typed)}").text

    assert f"No one matches “&lt;b&gt;{stranger.member.email}”" in page
    assert f'value="&lt;b&gt;{stranger.member.email}"' in page
    assert shown(page) == []
    assert stranger.member.email not in sender.get(PEOPLE).text


def test_an_invitation_is_found_by_its_address(sender: Sender) -> None:
    one, other = (f"{uuid4().hex[:12]}@example.com" for _ in range(2))
    for email in (one, other):
        run(sender.member, inviting.invite, email, MemberRole.SENDER, NOW)

    part = sender.get(f"{PEOPLE}?search={one.upper()}", htmx=True).text

    assert one in part
    assert other not in part


def test_a_place_nobody_wrote_is_no_fault(sender: Sender) -> None:
    person_id = sender.member.person_id
    for after in ("%00", "%ff%fe", "%ed%a0%80", "x" * 36, f"{person_id}%00", f"{person_id}%ff"):
        for search in ("", "&search=owner", "&search=%ff", "&search=%00"):
            assert sender.get(f"{PEOPLE}?after={after}{search}").status_code == 200

    beyond = sender.get(f"{PEOPLE}?after={person_id}%F4%8F%BF%BF").text
    assert "No one else yet" in beyond
