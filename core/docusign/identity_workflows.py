"""The proofs of identity that a definition can ask for by the id of a workflow."""

from collections.abc import Mapping

# By id, which programs keep and never changes: the name by which programs look it up, the proof.
WORKFLOWS: Mapping[str, tuple[str, str]] = {
    "5d2ab57e-6f0f-4b3e-9a55-0f6d2a1c7e01": ("Phone Authentication", "sms_code"),
    "5d2ab57e-6f0f-4b3e-9a55-0f6d2a1c7e02": ("Email Authentication", "email_code"),
    "5d2ab57e-6f0f-4b3e-9a55-0f6d2a1c7e03": ("ID Verification", "identity_check"),
    "5d2ab57e-6f0f-4b3e-9a55-0f6d2a1c7e04": ("Knowledge-Based Authentication", "knowledge_check"),
}
