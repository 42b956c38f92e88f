"""PDF work: bytes in, bytes out, run in the sandboxed child."""
