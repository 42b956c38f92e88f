"""The audit trail, the seal, the certificate of completion and verification."""
