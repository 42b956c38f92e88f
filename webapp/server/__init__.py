"""The ASGI side: connections, buffering, threads."""
