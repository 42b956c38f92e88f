"""DocuSeal, as its database describes templates and submissions."""
