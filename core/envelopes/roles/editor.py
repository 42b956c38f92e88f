"""The role of whoever may change who comes next, before they are asked."""

from dataclasses import replace

from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.role import Role
from core.refusals import sentence

EDITOR = Role(
    name="editor",
    acts=True,
    names_others=True,
    edits_others=True,
    words=replace(AGENT.words, choice=sentence("Editor"), noun=sentence("editor")),
)
