"""The list as somebody uses it: filters, views, folders, tags, and many envelopes at once."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from actors.envelopes.run_bulk_action import run_bulk_action
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.envelopes.listing import folders, saved_views, tags
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.search_jobs import catch_up
from tests.webapp.senders import Sender


def test_a_filter_is_a_chip_that_can_be_taken_off(sender: Sender, now: datetime) -> None:
    ceremonies.sent(sender.member, now)
    catch_up(sender.member)

    page = sender.get("/envelopes?box=all&status=sent&waiting=signer+one").text
    nothing = sender.get("/envelopes?box=all&status=declined").text

    assert "Waiting for signer one" in page
    assert 'href="/envelopes?box=all&amp;status=sent"' in page
    assert ">Lease</a>" in page
    assert "No envelopes match these filters" in nothing
    assert sender.get("/envelopes?box=nowhere").status_code == 404


def test_filters_that_make_no_sense_are_left_out(sender: Sender) -> None:
    senseless = "status=x&sender=y&since=z&folder=1&tag=2&until=9999-12-31"

    assert sender.get(f"/envelopes?box=all&{senseless}").status_code == 200


def test_a_view_is_saved_from_the_list_and_stands_beside_it(sender: Sender) -> None:
    sender.get("/envelopes?box=closed&search=rent")

    refused = sender.post("/views", name="", filters="box=closed&search=rent")
    saved = sender.post("/views", name="Old rents", filters="box=closed&search=rent")
    page = sender.get(saved.headers["Location"]).text

    assert refused.status_code == 422
    assert "Enter a name of up to 60 characters." in refused.text
    assert saved.headers["Location"] == "/envelopes?box=closed&search=rent"
    assert "View saved. You can find it beside the list." in page
    assert re.search(r'aria-current="page">.*?Old rents', page, re.S)


def test_views_are_renamed_shared_and_deleted(sender: Sender) -> None:
    sender.get("/envelopes")
    sender.post("/views", name="Before", filters="box=all")
    view = run(sender.member, saved_views.sidebar).views[0]

    wrong = sender.post(f"/views/{view.id}", name=" ")
    sender.post(f"/views/{view.id}", name="After", shared="yes")
    page = sender.get("/views").text
    sender.post(f"/views/{view.id}/removal")

    assert wrong.status_code == 422
    assert 'value="After"' in page
    assert "No saved views yet" in sender.get("/views").text


def test_folders_are_made_renamed_and_deleted(sender: Sender) -> None:
    sender.get("/folders")

    wrong = sender.post("/folders", name="", shown_to="all")
    sender.post("/folders", name="Leases", shown_to="all")
    folder = run(sender.member, folders.folders)[0]
    sender.post("/folders", name="Old", parent=str(folder.id))
    sender.post(f"/folders/{folder.id}", name="Rents")
    page = sender.get("/folders").text
    beside = sender.get(f"/envelopes?folder={folder.id}").text
    sender.post(f"/folders/{folder.id}/removal")

    assert wrong.status_code == 422
    assert 'value="Rents"' in page
    assert "depth--2" in page
    assert "<h1>Rents</h1>" in beside
    assert [f.name for f in run(sender.member, folders.folders)] == ["Old"]


def test_tags_are_made_changed_and_deleted(sender: Sender) -> None:
    sender.get("/tags")

    sender.post("/tags", name="Urgent", hue="6")
    taken = sender.post("/tags", name="Urgent", hue="1")
    tag = run(sender.member, tags.tags)[0]
    sender.post(f"/tags/{tag.id}", name="Today", hue="2")
    page = sender.get("/tags").text
    sender.post(f"/tags/{tag.id}/removal")

    assert taken.status_code == 422
    assert "There is already a tag with this name." in taken.text
    assert 'value="Today"' in page
    assert "dot--2" in page
    assert run(sender.member, tags.tags) == []


def test_names_that_are_refused_stand_in_their_forms_again(sender: Sender) -> None:
    sender.get("/folders")
    for place in ("/folders", "/tags", "/views"):
        sender.post(place, name="Before", filters="box=all", shown_to="all")
    shelf = run(sender.member, saved_views.sidebar)
    long = "Long " * 20

    for place, found in (("folders", shelf.folders), ("tags", shelf.tags), ("views", shelf.views)):
        renamed = sender.post(f"/{place}/{found[0].id}", name=long, hue="6")
        made = sender.post(
            f"/{place}", name=long, errors="x", status="y", filters="box=all&search=rent"
        )

        for answer in (renamed, made):
            assert answer.status_code == 422, place
            assert f'value="{long}"' in answer.text, place
        assert f'aria-describedby="name-{found[0].id}-error"' in renamed.text, place
    assert (
        '<option value="6" selected>'
        in sender.post(f"/tags/{shelf.tags[0].id}", name=long, hue="6").text
    )


def test_selected_envelopes_are_voided_in_the_request(sender: Sender, now: datetime) -> None:
    ids = [str(ceremonies.sent(sender.member, now).id) for _ in range(2)]
    sender.get("/envelopes")

    asked = sender.post("/bulk-actions/new", kind="void", envelope=ids, filters="box=sent")
    refused = sender.post("/bulk-actions", kind="void", envelope=ids, reason="")
    done = sender.post(
        "/bulk-actions", kind="void", envelope=ids, reason="Priced wrongly", filters="box=sent"
    )

    assert "Void 2 envelopes" in asked.text
    assert refused.status_code == 422
    assert "Give a brief reason" in refused.text
    assert done.headers["Location"] == "/envelopes?box=sent"
    assert "2 envelopes voided." in sender.get("/envelopes").text
    assert {run(sender.member, reading.envelope, UUID(id)).status for id in ids} == {"voided"}


def test_fifty_are_followed_on_a_page_of_their_own(sender: Sender, now: datetime) -> None:
    ids = [str(run(sender.member, drafting.create, uuid4(), "Lease", now).id) for _ in range(50)]
    sender.get("/envelopes")

    asked = sender.post("/bulk-actions/new", kind="delete", envelope=ids)
    begun = sender.post("/bulk-actions", kind="delete", envelope=ids)
    in_place = sender.post("/bulk-actions", htmx=True, kind="delete", envelope=ids)
    waiting = sender.get(begun.headers["Location"]).text
    run_bulk_action(ceremonies.lease_open(sender.member, "run_bulk_action"))
    done = sender.get(begun.headers["Location"]).text

    assert "Delete 50 envelopes" in asked.text
    assert in_place.headers["HX-Redirect"].startswith("/bulk-actions/")
    assert "0 of 50 done" in waiting
    assert 'hx-trigger="every 3s"' in waiting
    assert "Finished." in done
    assert "50 of 50 done" in done
    assert 'hx-trigger="every 3s"' not in done


def test_envelopes_are_moved_in_place_and_put_back(sender: Sender, now: datetime) -> None:
    folder_id = uuid4()
    run(sender.member, folders.make, folder_id, "Leases", None, "owner", now)
    ids = [str(run(sender.member, drafting.create, uuid4(), n, now).id) for n in ("One", "Two")]
    sender.get("/envelopes")
    chosen = {"kind": "move", "envelope": ids, "filters": "box=drafts"}

    menu = sender.post("/bulk-actions/new", htmx=True, **chosen).text
    moved = sender.post("/bulk-actions", htmx=True, folder_id=str(folder_id), **chosen).text
    undo = re.search(r'hx-post="(/bulk-actions/[^"]+/undo)"', moved)
    assert undo
    undone = sender.post(undo[1], htmx=True, filters="box=drafts").text
    again = sender.post(undo[1], htmx=True, filters="box=drafts")

    assert "<dialog" in menu and f'value="{folder_id}"' in menu
    assert "2 envelopes moved to “Leases”." in moved
    assert 'id="envelope_rows"' in moved and "<html" not in moved
    assert "Undone for 2 envelopes." in undone
    assert again.status_code == 409
    assert "There is nothing left to undo." in again.text


def test_without_scripts_a_tag_is_chosen_on_a_page_and_undone_from_the_notice(
    sender: Sender, now: datetime
) -> None:
    tag_id, envelope_id = uuid4(), run(sender.member, drafting.create, uuid4(), "One", now).id
    run(sender.member, tags.make, tag_id, "Urgent", 0, now)
    sender.get("/envelopes")
    chosen = {"envelope": str(envelope_id), "filters": "box=drafts&search=one"}

    page = sender.post("/bulk-actions/new", kind="tag", **chosen).text
    added = sender.post("/bulk-actions", kind="tag", tag_id=str(tag_id), **chosen)
    listed = sender.get(added.headers["Location"]).text
    undo = re.search(r'action="(/bulk-actions/[^"]+/undo)"', listed)
    assert undo
    sender.post(undo[1], filters="box=drafts")

    assert "<!doctype html>" in page and "Urgent" in page
    assert added.headers["Location"] == "/envelopes?box=drafts&search=one"
    assert "Tag “Urgent” added to 1 envelope." in listed
    assert "Undone for 1 envelope." in sender.get("/envelopes?box=drafts").text


def test_what_was_not_done_is_said_beside_what_was(sender: Sender, now: datetime) -> None:
    draft = run(sender.member, drafting.create, uuid4(), "One", now).id
    sent = ceremonies.sent(sender.member, now).id
    sender.get("/envelopes")

    some = sender.post("/bulk-actions/new", htmx=True, kind="delete", envelope=[draft, sent])
    none = sender.post("/bulk-actions/new", htmx=True, kind="delete", envelope=[sent])

    assert "1 envelope moved to the recycle bin. 1 was not changed:" in some.text
    assert none.status_code == 409
    assert "Undo" not in none.text


def test_each_box_has_its_title_and_an_empty_one_a_first_step(sender: Sender) -> None:
    for box, title, said in (
        ("inbox", "Waiting for you", "Nothing is waiting for you"),
        ("drafts", "Drafts", "No drafts"),
        ("completed", "Completed", "Nothing has been completed yet"),
    ):
        page = sender.get(f"/envelopes?box={box}").text

        assert f"<title>{title} · Countersign</title>" in page
        assert f"<h1>{title}</h1>" in page
        assert said in page
        assert page.count("New envelope") == 2


def waiting_for_me(sender: Sender, now: datetime, signers: int) -> Envelope:
    """An envelope with this many signers at the address of the member, whose turn it is."""
    envelope = ceremonies.sent(sender.member, now)
    with sender.member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update recipients set email = %s, status = 'sent' where id = any(%s)",
            *(sender.member.email, [r.id for r in envelope.recipients[:signers]]),
        )
    return envelope


def test_what_waits_for_one_is_signed_with_one_click(sender: Sender, now: datetime) -> None:
    waiting_for_me(sender, now, signers=1)

    page = sender.get("/envelopes?box=inbox").text
    way = re.search(r'action="(/envelopes/[^"]+/ceremony)"', page)
    assert way
    entered = sender.post(way[1])

    assert "Sign now" in page
    assert entered.headers["Location"].startswith("/sign/")


def test_who_of_two_at_one_address_signs_is_asked_on_the_page(
    sender: Sender, now: datetime
) -> None:
    envelope = waiting_for_me(sender, now, signers=2)

    page = sender.get("/envelopes?box=inbox").text

    assert f'href="/envelopes/{envelope.id}"' in page
    assert "/ceremony" not in page


def test_nothing_ticked_is_said_in_the_list(sender: Sender) -> None:
    sender.get("/envelopes")

    answer = sender.post("/bulk-actions/new", kind="remind", filters="box=drafts")

    assert answer.status_code == 422
    assert "Select at least one envelope first." in answer.text
    assert sender.post("/bulk-actions/new", kind="burn").status_code == 404
    bad = sender.post("/bulk-actions/new", kind="void", envelope=["x"])
    assert bad.status_code == 404


def test_ids_of_another_organization_in_the_form_are_not_found(
    sender: Sender, stranger: Sender, now: datetime
) -> None:
    theirs = str(ceremonies.sent(stranger.member, now).id)
    mine = str(ceremonies.sent(sender.member, now).id)
    tag_id, folder_id = uuid4(), uuid4()
    run(stranger.member, tags.make, tag_id, "Theirs", 0, now)
    run(stranger.member, folders.make, folder_id, "Theirs", None, "all", now)
    sender.get("/envelopes")

    for form in (
        {"kind": "remind", "envelope": theirs},
        {"kind": "tag", "envelope": mine, "tag_id": str(tag_id)},
        {"kind": "move", "envelope": mine, "folder_id": str(folder_id)},
    ):
        assert sender.post("/bulk-actions", **form).status_code == 404, form
    assert sender.post("/folders", name="Mine", parent=str(folder_id)).status_code == 404


def test_all_of_a_list_can_be_meant(sender: Sender, now: datetime) -> None:
    for _ in range(3):
        ceremonies.sent(sender.member, now)
    sender.get("/envelopes")

    asked = sender.post("/bulk-actions/new", kind="download", everything="yes", filters="box=sent")
    begun = sender.post("/bulk-actions", kind="download", everything="yes", filters="box=sent")
    archive = sender.browser.get(begun.headers["Location"])

    assert "Download 3 envelopes" in asked.text
    assert archive.mimetype == "application/zip"
    assert archive.get_data().startswith(b"PK")
    progress = begun.headers["Location"].removesuffix("/envelopes.zip")
    assert "3 were not changed" in sender.get(progress).text


def test_the_page_of_an_envelope_reminds_those_whose_turn_it_is(
    sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now - timedelta(hours=3))
    address = f"/envelopes/{envelope.id}"
    assert "Remind" in sender.get(address).text

    answer = sender.post(f"{address}/reminders")
    page = sender.get(address).text
    again = sender.post(f"{address}/reminders")

    assert answer.status_code == 303
    assert "The reminder is on its way." in page
    assert "reminded Signer One" in page
    assert again.status_code == 409
    assert "Wait a while, then try again." in again.text


def test_all_envelopes_are_listed_before_the_search_knows_them(
    sender: Sender, now: datetime
) -> None:
    ceremonies.sent(sender.member, now)
    run(sender.member, drafting.create, uuid4(), "Offer", now)

    page = sender.get("/envelopes?box=all").text

    assert ">Lease</a>" in page and ">Offer</a>" in page
