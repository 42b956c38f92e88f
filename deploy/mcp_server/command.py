"""`countersign mcp`: a server of tools for an assistant, on standard input and output."""

import asyncio
import os
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
from mcp.server.stdio import stdio_server

from deploy.mcp_server import server, tools

URL, KEY = "COUNTERSIGN_URL", "COUNTERSIGN_KEY"
DESCRIPTION = "/api/v1/openapi.json"
SECONDS = 60


def main() -> int:
    url, key = os.environ.get(URL, ""), os.environ.get(KEY, "")
    if not key or not _is_safe(url):
        print(
            f"Set {URL} to the address of your installation, which begins with https://, and {KEY}"
            " to an API key of yours.",
            file=sys.stderr,
        )
        return 2
    try:
        asyncio.run(_serve(url, key))
    except httpx.HTTPError as error:
        print(f"No Countersign answers at {url} ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 0


async def _serve(url: str, key: str) -> None:
    async with client(url, key) as found:
        description = await found.get(DESCRIPTION)
        description.raise_for_status()
        made = server.made(found, tools.of(description.json()))
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())


def client(url: str, key: str) -> httpx.AsyncClient:
    """It follows no redirect: the key is for this installation alone."""
    bearer = {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(base_url=url, headers=bearer, timeout=SECONDS)


def _is_safe(url: str) -> bool:
    """The key is sent in clear to this machine alone."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return bool(host)
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False
