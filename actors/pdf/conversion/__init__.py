"""Files of other kinds made PDFs: images, office files, typed pages."""
