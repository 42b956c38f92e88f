"""The MCP server, asked by the official client; behind it the application answers over HTTP."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from flask import Flask
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent, Tool

from deploy.mcp_server import command, server, tools
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import make_key
from webapp.api import v1

Asking = Callable[[Client], Awaitable[Any]]


def asked(app: Flask, host: str, key: str, asking: Asking) -> Any:
    async def run() -> Any:
        with app.app_context():
            found = tools.of(v1.description())
        async with (
            command.client(host, key) as http,
            Client(server.made(http, found)) as client,
        ):
            return await asking(client)

    return asyncio.run(run())


def text(result: CallToolResult) -> Any:
    content = result.content[0]
    assert isinstance(content, TextContent)
    return json.loads(content.text)


def test_tools_are_operations_of_the_api_and_those_that_reach_people_are_marked(
    app: Flask, host: str
) -> None:
    async def listing(client: Client) -> list[Tool]:
        return (await client.list_tools()).tools

    found = {tool.name: tool for tool in asked(app, host, "", listing)}

    assert {"list_envelopes", "send_envelope", "void_envelope"} <= found.keys()
    assert found.keys() <= tools.OPERATIONS.keys()
    marked = {n for n, t in found.items() if t.annotations and t.annotations.destructive_hint}
    assert {"send_envelope", "void_envelope"} <= marked
    assert not {n for n in marked if n.startswith(("get_", "list_", "download_"))}
    void = found["void_envelope"]
    assert "envelopes:write" in (void.description or "")
    assert "envelope_id" in void.input_schema["required"]


def test_an_assistant_reads_and_voids_and_is_told_what_its_key_may_not(
    app: Flask, host: str, member: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)
    one = {"envelope_id": str(envelope.id)}

    async def working(client: Client) -> None:
        listed = text(await client.call_tool("list_envelopes", {"box": "sent"}))
        assert [item["id"] for item in listed["items"]] == [str(envelope.id)]
        voided = await client.call_tool("void_envelope", one | {"reason": "Not needed"})
        assert text(voided)["status"] == "voided"
        missing = await client.call_tool("get_envelope", {"envelope_id": str(uuid4())})
        assert missing.is_error and text(missing)["code"] == "not_found"
        wrong = await client.call_tool("get_envelope", one | {"who": "me"})
        assert wrong.is_error
        astray = await client.call_tool("get_envelope", {"envelope_id": "../members"})
        assert astray.is_error and text(astray)["code"] == "not_found"

    async def reading(client: Client) -> None:
        assert text(await client.call_tool("get_envelope", one))["status"] == "voided"
        refused = await client.call_tool("void_envelope", one)
        assert refused.is_error and text(refused)["code"] == "scope_missing"

    asked(app, host, make_key(member), working)
    asked(app, host, make_key(member, "envelopes:read"), reading)


def test_the_command_serves_standard_input_and_output(
    app: Flask, host: str, member: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)

    async def run() -> Any:
        own = {"COUNTERSIGN_URL": host, "COUNTERSIGN_KEY": make_key(member)}
        program = StdioServerParameters(
            command="sh", args=["countersign", "mcp"], env={**os.environ, **own}
        )
        async with Client(program) as client:
            return await client.call_tool("get_envelope", {"envelope_id": str(envelope.id)})

    assert text(asyncio.run(run()))["id"] == str(envelope.id)
