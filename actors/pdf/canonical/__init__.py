"""The canonical version of a PDF: written anew from what was understood."""
