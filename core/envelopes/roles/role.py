"""What a role is: what its recipients are there for, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWords:
    """
    Sentences to be translated, each with the values it may hold.

    A role that does not act needs the first two only: no one asks it for anything.
    """

    choice: str  # where the sender chooses the role
    noun: str  # the certificate of completion: "signer"

    # To the recipient. %(sender)s, %(envelope)s, %(organization)s.
    asks: str = ""  # subject of the invitation, heading of the first page
    asks_by: str = ""  # the subject where there is a last day. %(date)s
    asks_this: str = ""  # first line of the invitation, before the envelope's name
    asks_named: str = ""  # the same in plain text, with the name in it
    reminds: str = ""  # subject of the reminder
    reminds_by: str = ""
    reminds_this: str = ""
    reminds_named: str = ""
    open: str = ""  # the button of the mail
    until: str = ""  # %(date)s
    agree: str = ""  # above the button that accepts the disclosure
    paper: str = ""
    enter: str = ""  # the button that accepts it
    act: str = ""  # one verb, on buttons
    act_now: str = ""  # the button of the inbox, straight to the documents
    act_as: str = ""  # the same for one of several people. %(name)s
    finishing: str = ""  # what the button of the last page does
    decline: str = ""
    declining: str = ""  # what follows from declining. %(sender)s
    have_done: str = ""  # heading of the last page
    have_declined: str = ""
    read_again: str = ""  # the link to the pages after finishing
    help: str = ""

    # To the sender, as clauses. %(name)s.
    done: str = ""  # beside a name: "signed"
    has_done: str = ""
    has_not_done: str = ""
    has_agreed: str = ""
    has_declined: str = ""

    # The certificate and whoever checks a file: what the time of finishing is called, and
    # sentences that take the place of their narration, by type of event. %(actor)s.
    finished_at: str = ""
    narrated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """
    `name` is what is stored, recorded and given to the API; it never changes.

    `acts`: the envelope waits for the recipient. `signs`: finishing takes a signature.
    `must_open`: opening the documents is all that is asked. `has_fields`: the sender may place
    fields for them. `gets_copy`: the sealed documents are mailed to them. `witnesses`: they sign
    after someone else, and the certificate says after whom. `in_person`: they sign on the device of
    a host, who is asked in their place; they need no address. `names_others`: they name the
    people of later recipients whom the sender left open. `edits_others`: they change who
    comes after them.
    """

    name: str
    acts: bool
    signs: bool = False
    must_open: bool = False
    has_fields: bool = False
    gets_copy: bool = True
    witnesses: bool = False
    in_person: bool = False
    names_others: bool = False
    edits_others: bool = False
    words: RoleWords = field(compare=False, repr=False)
