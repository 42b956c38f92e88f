"""What proves an envelope: sealed files, audit events, verification of a PDF."""
