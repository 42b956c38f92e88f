"""The ink that people sign and fill in with: the same on screen and on paper."""

INK = (24, 32, 72)
"""Red, green and blue of 255. Also in tokens.css and signature_image.js, which a test compares."""
