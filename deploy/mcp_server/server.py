"""An MCP server before the API: each tool is one request with the key of whoever runs it."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp_types import (
    BlobResourceContents,
    CallToolRequestParams,
    CallToolResult,
    EmbeddedResource,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)

from deploy.mcp_server.tools import ApiTool

Context = ServerRequestContext[dict[str, Any]]
INSTRUCTIONS = (
    "Envelopes are documents that are sent to people to sign. What is sent, reminded or voided"
    " reaches people by e-mail and cannot be taken back: ask before. Times are UTC."
)
FILE_LIMIT = 20_000_000


def made(client: httpx.AsyncClient, tools: Mapping[str, ApiTool]) -> Server[Any]:
    """`client` knows the address of the installation and the key."""

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[each.tool for each in tools.values()])

    async def call_tool(_: Context, asked: CallToolRequestParams) -> CallToolResult:
        tool = tools.get(asked.name)
        if tool is None:
            return _said(f"There is no tool {asked.name}.", wrong=True)
        try:
            return await _call(client, tool, asked.arguments or {})
        except httpx.HTTPError as error:
            return _said(f"The installation did not answer ({type(error).__name__}).", wrong=True)

    return Server(
        "countersign",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _call(
    client: httpx.AsyncClient, tool: ApiTool, arguments: Mapping[str, Any]
) -> CallToolResult:
    unknown = sorted(arguments.keys() - tool.places.keys())
    missing = sorted({*tool.tool.input_schema["required"]} - arguments.keys())
    if unknown or missing:
        return _said(f"Unknown: {unknown}. Missing: {missing}.", wrong=True)
    parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
    for name, value in arguments.items():
        parts[tool.places[name]][name] = value
    path = tool.path
    for name, value in parts["path"].items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    has_body = "body" in tool.places.values()
    answer = await client.request(
        tool.method,
        path,
        params=parts["query"],
        json=parts["body"] if has_body else None,
        headers={} if tool.method == "GET" else {"Idempotency-Key": str(uuid4())},
    )
    return _answered(answer, path)


def _answered(answer: httpx.Response, path: str) -> CallToolResult:
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind.endswith("json") or not answer.content:
        return _said(answer.text or "Done.", wrong=not answer.is_success)
    if len(answer.content) > FILE_LIMIT:
        return _said("The file is larger than 20 MB. Download it in the portal.", wrong=True)
    blob = base64.b64encode(answer.content).decode()
    found = BlobResourceContents(uri=f"countersign:{path}", mime_type=kind, blob=blob)
    return CallToolResult(
        content=[EmbeddedResource(resource=found)], is_error=not answer.is_success
    )


def _said(text: str, wrong: bool) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=wrong)
