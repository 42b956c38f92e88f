"""An envelope from its draft to its end: recipients, order, corrections, search and folders."""
