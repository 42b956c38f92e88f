"""An envelope from start to end, made through the web pages."""
