"""The host of signing pages: an organization's own, or that of the installation."""

from urllib.parse import urlsplit


def address(installation: str, host: str) -> str:
    """What stands before a path of ours at this host; at the installation's own where it is ""."""
    if not host:
        return installation
    parts = urlsplit(installation)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


def name_of(netloc: str) -> str:
    """The name in a Host header, without its port; "" when it is none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    except ValueError:
        return ""
