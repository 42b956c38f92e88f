"""`countersign init` and `countersign operator`, as an operator types them."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from core.principal import SYSTEM
from core.settings.settings import Settings
from core.sign_in.refusals import WrongCredentials
from deploy.commands import init, operators
from deploy.console import ROOT
from tenants.installation import Installation
from tenants.use_cases.operator import operator_sign_in

PASSWORD = "four quiet rivers bend east"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    return str(path)


@pytest.fixture
def installation(settings: Settings) -> Installation:
    opened = Installation(settings, pool_size=2)
    yield opened
    opened.close()


def options(name: str, secret: str) -> list[str]:
    return [
        *("--operator-name", "Night Shift", "--operator-email", f"ops-{name}@example.com"),
        *("--operator-password-file", secret, "--organization", f"Organization {name}"),
        *("--slug", name, "--time-zone", "Europe/Lisbon", "--owner-name", "First Owner"),
        *("--owner-email", f"owner-{name}@example.com", "--owner-password-file", secret),
    ]


def test_it_makes_an_operator_an_organization_and_its_owner_once(
    installation: Installation, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = uuid4().hex[:12]

    assert init.main(options(name, secret)) == 0
    said = capsys.readouterr().out
    with pytest.raises(SystemExit):
        init.main(options(name, secret))
    again = capsys.readouterr().err

    assert operator_sign_in.sign_in(installation, f"ops-{name}@example.com", PASSWORD, name, "")
    organization_id = installation.directory.organization_by_slug(name)
    assert organization_id is not None
    with installation.organization(organization_id).transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select o.name, o.time_zone, p.email, m.role from organizations o"
            " join memberships m on m.organization_id = o.id join people p on p.id = m.person_id"
        )
    assert row == {
        "name": f"Organization {name}",
        "time_zone": "Europe/Lisbon",
        "email": f"owner-{name}@example.com",
        "role": "owner",
    }
    assert "/operator and sets up an authenticator app" in said
    assert PASSWORD not in said
    assert f"There is an organization {name} already, so nothing was created." in again


def test_an_operator_who_is_there_already_stops_it_before_anything_is_made(
    installation: Installation, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, other = uuid4().hex[:12], uuid4().hex[:12]
    init.main(options(name, secret))
    given = options(other, secret)
    given[3] = f"ops-{name}@example.com"

    with pytest.raises(SystemExit):
        init.main(given)

    assert "is already an operator, so nothing was created." in capsys.readouterr().err
    assert installation.directory.organization_by_slug(other) is None


def test_an_init_that_broke_off_goes_on_with_the_same_words_and_no_others(
    installation: Installation,
    secret: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, other = uuid4().hex[:12], uuid4().hex[:12]

    def lost(*_: object) -> None:
        raise ConnectionError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(init.founding, "open_organization", lost)
        with pytest.raises(ConnectionError):
            init.main(options(name, secret))
    for place, value in ((9, other), (3, f"ops-{other}@example.com"), (15, f"{other}@example.com")):
        given = options(name, secret)
        given[place] = value
        with pytest.raises(SystemExit):
            init.main(given)
        assert f"--slug {name}" in capsys.readouterr().err
    assert init.main(options(name, secret)) == 0

    assert "Continuing" in capsys.readouterr().out
    assert installation.directory.organization_by_slug(name) is not None
    assert installation.directory.organization_by_slug(other) is None
    assert operator_sign_in.sign_in(installation, f"ops-{name}@example.com", PASSWORD, name, "")
    assert init.main(options(other, secret)) == 0


def test_what_is_wrong_is_said_before_anything_is_made(
    installation: Installation, secret: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = tmp_path / "weak"
    weak.write_text("password")
    name = uuid4().hex[:12]
    for place, value, sentence in (
        (9, "A B", "slug: Use 3 to 40 lowercase letters"),
        (11, "Mars/Base", "time_zone: Choose a time zone"),
        (15, "nobody", "email: Enter a complete e-mail address"),
        (17, str(weak), "The password of the owner: Use at least 12 characters."),
        (17, "/no/such/file", "cannot be read from /no/such/file"),
    ):
        given = options(name, secret)
        given[place] = value
        with pytest.raises(SystemExit):
            init.main(given)
        assert sentence in capsys.readouterr().err

    assert installation.directory.organization_by_slug(name) is None


def test_without_a_terminal_what_is_missing_is_named(services: dict[str, str]) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "deploy.cli", "init"],
        cwd=ROOT,
        env=os.environ | services,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 1
    assert "Name of the organization: not given" in finished.stderr


def test_operators_are_added_disabled_and_reset(
    installation: Installation, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = uuid4().hex[:12]
    email = f"ops-{name}@example.com"
    given = ["--password-file", secret]

    assert operators.main(["add", email, "--name", "Day Shift", *given]) == 0
    with pytest.raises(SystemExit):
        operators.main(["add", email, "--name", "Day Shift", *given])
    assert operator_sign_in.sign_in(installation, email, PASSWORD, name, "")
    operators.main(["disable", email])
    with pytest.raises(WrongCredentials):
        operator_sign_in.sign_in(installation, email, PASSWORD, name, "")
    operators.main(["reset", email, *given])
    assert operator_sign_in.sign_in(installation, email, PASSWORD, name, "")
    with pytest.raises(SystemExit):
        operators.main(["disable", f"nobody-{email}"])

    assert "There is no operator with this address." in capsys.readouterr().err
    with installation.platform.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select type from admin_events order by sequence desc limit 5")
    types = [row["type"] for row in rows if row["type"] != "operator.signed_in"]
    assert types[:3] == ["operator.reset", "operator.disabled", "operator.added"]
