"""The kinds of jobs, one row each: how it is run. An actor of the same name does it."""

from dataclasses import dataclass
from datetime import timedelta

from core.jobs.retry_policy import PATIENT, RetryPolicy


@dataclass(frozen=True, slots=True)
class JobKind:
    """
    How jobs of a kind are run: in which queue, in which order (0 first), and for how long.

    A worker renews `lease` while it works; a job whose worker died is free after it. `retry` says
    when one that failed is tried again. `sends`: its mail waits while the organization is
    suspended; `asks`: it asks a recipient to act, so it waits while the organization is closing.
    """

    queue: str
    priority: int
    lease: timedelta
    retry: RetryPolicy = PATIENT
    sends: bool = False
    asks: bool = False


# Where a job goes on that takes a processor for longer than its queue lets it.
HEAVY = "heavy"
# Queues by what they wait for: pdf for processors, messages for other people's servers, slow for
# what no person waits for. Seals and mail for signing in have queues of their own.
KINDS: dict[str, JobKind] = {
    "seal_envelope": JobKind("seal", 0, timedelta(seconds=40)),
    # Its sender waits: after two hours of trying they are told, and may begin anew.
    "intake_document": JobKind("pdf", 1, timedelta(seconds=120), RetryPolicy(tries=8)),
    "render_pages": JobKind("pdf", 2, timedelta(seconds=60)),
    "render_sealed_pages": JobKind("pdf", 3, timedelta(seconds=60)),
    # A recipient waits for it before they can sign.
    "convert_signature": JobKind("pdf", 0, timedelta(seconds=40)),
    "check_attachment": JobKind("pdf", 0, timedelta(seconds=140)),
    "prepare_logo": JobKind("pdf", 2, timedelta(seconds=40)),
    "check_sealed_file": JobKind("pdf", 3, timedelta(seconds=60)),
    "answer_by_mail": JobKind("codes", 0, timedelta(seconds=40)),
    "mail_account": JobKind("codes", 0, timedelta(seconds=40)),
    "send_email_code": JobKind("codes", 0, timedelta(seconds=40), sends=True),
    "send_sms_code": JobKind("codes", 0, timedelta(seconds=40), sends=True),
    "mail_invitation": JobKind("messages", 0, timedelta(seconds=40), sends=True, asks=True),
    "mail_completion": JobKind("messages", 1, timedelta(seconds=40), sends=True),
    "mail_archive": JobKind("messages", 3, timedelta(seconds=120), sends=True),
    "deliver_copies": JobKind("webhooks", 3, timedelta(minutes=10)),
    "mail_sender": JobKind("messages", 1, timedelta(seconds=40), sends=True),
    "mail_progress": JobKind("messages", 3, timedelta(seconds=40), sends=True),
    "mail_ending": JobKind("messages", 2, timedelta(seconds=40), sends=True),
    "mail_reassigned": JobKind("messages", 2, timedelta(seconds=40), sends=True),
    "mail_removal": JobKind("messages", 2, timedelta(seconds=40), sends=True),
    "text_request": JobKind("messages", 1, timedelta(seconds=60), sends=True, asks=True),
    "text_completion": JobKind("messages", 2, timedelta(seconds=60), sends=True),
    "mail_fields_changed": JobKind("messages", 2, timedelta(seconds=40), sends=True, asks=True),
    "mail_reminder": JobKind("messages", 2, timedelta(seconds=40), sends=True, asks=True),
    "mail_expiry_warning": JobKind("messages", 2, timedelta(seconds=40), sends=True, asks=True),
    "warn_of_expiry": JobKind("messages", 2, timedelta(seconds=40), sends=True, asks=True),
    "remind_recipient": JobKind("messages", 2, timedelta(seconds=40), sends=True, asks=True),
    "read_reports": JobKind("slow", 2, timedelta(seconds=120)),
    "try_mail": JobKind("codes", 0, timedelta(seconds=60)),
    "try_sms": JobKind("codes", 0, timedelta(seconds=60)),
    "import_contacts": JobKind("slow", 2, timedelta(seconds=120)),
    "read_bulk_table": JobKind("slow", 1, timedelta(seconds=120)),
    "check_bulk_rows": JobKind("slow", 1, timedelta(seconds=60)),
    "queue_bulk_rows": JobKind("slow", 1, timedelta(seconds=40)),
    # A queue of its own: ten thousand of them keep no export and no search index waiting.
    "send_bulk_row": JobKind("bulk", 1, timedelta(seconds=40), sends=True, asks=True),
    "forget_bulk_values": JobKind("slow", 4, timedelta(seconds=60)),
    "deliver_webhooks": JobKind("webhooks", 1, timedelta(seconds=40), sends=True),
    "start_step": JobKind("messages", 1, timedelta(seconds=40), sends=True, asks=True),
    "expire_envelope": JobKind("messages", 2, timedelta(seconds=40)),
    "check_domain": JobKind("messages", 2, timedelta(seconds=40)),
    "fold_summaries": JobKind("messages", 3, timedelta(seconds=40)),
    "export_values": JobKind("slow", 1, timedelta(minutes=20)),
    "make_export": JobKind("slow", 2, timedelta(seconds=120)),
    "delete_export": JobKind("slow", 4, timedelta(seconds=120)),
    "erase_person": JobKind("slow", 3, timedelta(seconds=120)),
    "close_organization": JobKind("slow", 5, timedelta(seconds=120)),
    "notify_members": JobKind("slow", 2, timedelta(seconds=60)),
    "delete_values_export": JobKind("slow", 3, timedelta(seconds=40)),
    "delete_file": JobKind("slow", 4, timedelta(seconds=40)),
    "erase_documents": JobKind("slow", 4, timedelta(seconds=120)),
    "apply_retention": JobKind("slow", 5, timedelta(seconds=60)),
    "hand_over_envelopes": JobKind("slow", 2, timedelta(seconds=60)),
    "end_sharing": JobKind("slow", 2, timedelta(seconds=60)),
    "run_bulk_action": JobKind("slow", 3, timedelta(seconds=120)),
    "index_envelope": JobKind("slow", 4, timedelta(seconds=60)),
    "index_envelopes": JobKind("slow", 5, timedelta(seconds=120)),
}
QUEUES = tuple(sorted({HEAVY, *(kind.queue for kind in KINDS.values())}))
