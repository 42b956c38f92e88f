"""The role of whoever gets a copy of the finished documents, and has nothing to do for it."""

from core.envelopes.roles.role import Role, RoleWords
from core.refusals import sentence

CC = Role(
    name="cc",
    acts=False,
    words=RoleWords(choice=sentence("Gets a copy"), noun=sentence("copy recipient")),
)
