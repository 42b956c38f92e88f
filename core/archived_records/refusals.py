"""Why an archived record is not given out."""

from core.refusals import Refusal, sentence


class RecordFileChanged(Refusal):
    code = "record_file_changed"
    title = sentence("This file has changed")
    message = sentence(
        "The stored file is not the one that was imported, so it is not given out. Tell the person"
        " who runs this installation."
    )


class RecordOnHold(Refusal):
    code = "record_on_hold"
    message = sentence(
        "A legal hold covers this record, so it cannot be deleted. Lift the hold first."
    )
