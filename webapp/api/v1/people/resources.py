"""All resources about people, for the API to register."""

from webapp.api.v1.people import (
    contact_imports,
    contacts,
    invitations,
    members,
    signing_groups,
    teams,
)

BLUEPRINTS = (
    contact_imports.bp,
    contacts.bp,
    invitations.bp,
    members.bp,
    signing_groups.bp,
    teams.bp,
)
