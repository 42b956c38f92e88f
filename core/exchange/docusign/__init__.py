"""DocuSign's definitions of templates and tabs, read into what they are here."""
