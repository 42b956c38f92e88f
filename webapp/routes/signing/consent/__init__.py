"""Consent to electronic documents: given, withdrawn, and paper instead."""
