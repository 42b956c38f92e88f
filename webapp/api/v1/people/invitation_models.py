"""Invitations to become a member, as programs see and send them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from core.access import MemberRole
from webapp.api.v1.people.member_models import GivenRole
from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import Address, AskedModel


class NewInvitation(AskedModel):
    email: Address
    role: GivenRole


class InvitationAnswer(BaseModel):
    """One that was not used yet. After `expires_at` its link does not work."""

    id: UUID
    email: str
    role: MemberRole
    invited_by: str = Field(description="The name of a member; empty once they have left")
    invited_at: datetime
    expires_at: datetime


class InvitationListAnswer(ListPage[InvitationAnswer]):
    """The latest first."""
