"""Why a sealed file is not given out."""

from core.refusals import Refusal, sentence


class NotSealedYet(Refusal):
    code = "not_sealed_yet"
    message = sentence(
        "Not everyone has finished, so there is no sealed document to download yet. Wait until"
        " everyone has finished."
    )


class SealedFileChanged(Refusal):
    code = "sealed_file_changed"
    message = sentence(
        "The stored file is not the one that was sealed, so it cannot be downloaded. Please tell"
        " the person who runs this installation."
    )
