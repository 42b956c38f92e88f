"""Importing: archives of ours, template files of DocuSign, databases of other products."""
