"""What programs do through DocuSign's API alone."""
