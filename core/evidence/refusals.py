"""Why a sealed file is not given out."""

from core.refusals import Refusal, sentence


class NotSealedYet(Refusal):
    code = "not_sealed_yet"
    message = sentence(
        "Not everybody has finished, so there is nothing sealed to download yet. Wait until they"
        " have."
    )


class SealedFileChanged(Refusal):
    code = "sealed_file_changed"
    message = sentence(
        "What is stored is not the file that was sealed, so we do not give it to you. Please tell"
        " whoever runs this installation."
    )
