"""What a new organization tries first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """An envelope was sent, another person is a member or invited, the branding is their own."""

    sent: bool = False
    invited: bool = False
    branded: bool = False

    @property
    def count(self) -> int:
        return sum((self.sent, self.invited, self.branded))

    @property
    def done(self) -> bool:
        return self.sent and self.invited and self.branded
