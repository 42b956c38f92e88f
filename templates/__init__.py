"""Pages, mails and the certificate of completion: their templates, and the language they speak."""
