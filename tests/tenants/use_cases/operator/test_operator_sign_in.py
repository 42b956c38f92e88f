from datetime import UTC, datetime, timedelta

import psycopg
import pyotp
import pytest
from argon2 import PasswordHasher

from core.operator.refusals import WrongSecondFactor
from core.sign_in.refusals import TooManyAttempts, WrongCredentials
from tenants.installation import Installation, email_hash
from tenants.use_cases.operator import operator_sign_in
from tenants.use_cases.sign_in import known_devices
from tests.tenants import operators
from tests.tenants.conftest import PASSWORD
from tests.tenants.operators import Person


@pytest.fixture
def person(services: dict[str, str]) -> Person:
    return operators.add(services["DATABASE_OWNER_URL"])


def begin(installation: Installation, person: Person) -> operator_sign_in.OperatorAdmission:
    token = operator_sign_in.sign_in(
        installation, person.email, PASSWORD, person.email, "a browser"
    )
    found = operator_sign_in.admission(installation, token)
    assert found is not None
    return found


def test_a_password_alone_opens_nothing(installation: Installation, person: Person) -> None:
    admission = begin(installation, person)

    assert admission.session.factors == 1
    assert not admission.session.enrolled
    assert operator_sign_in.identify(installation, admission.token) is None


def test_the_first_sign_in_enrols_an_app_and_ends_the_session_of_the_password(
    installation: Installation, person: Person
) -> None:
    admission, now = begin(installation, person), datetime.now(UTC)
    code = pyotp.TOTP(admission.secret).at(now)

    begun, codes = operator_sign_in.enrol(installation, admission, code, "", now)

    operator = operator_sign_in.identify(installation, begun.token)
    assert operator is not None
    assert operator.id == person.id
    assert operator_sign_in.admission(installation, admission.token) is None
    assert len(set(codes)) == 10


def test_a_second_factor_is_never_enrolled_twice(
    installation: Installation, person: Person
) -> None:
    first, second = begin(installation, person), begin(installation, person)
    now = datetime.now(UTC)
    operator_sign_in.enrol(installation, first, pyotp.TOTP(first.secret).at(now), "", now)

    with pytest.raises(WrongSecondFactor):
        operator_sign_in.enrol(installation, second, pyotp.TOTP(second.secret).at(now), "", now)


def test_a_code_is_good_once(installation: Installation, person: Person) -> None:
    operators.enrolled(installation, person)
    later = datetime.now(UTC) + timedelta(seconds=30)
    code = pyotp.TOTP(person.secret).at(later)

    begun = operator_sign_in.confirm(installation, begin(installation, person), code, "", later)

    assert operator_sign_in.identify(installation, begun.token) is not None
    with pytest.raises(WrongSecondFactor):
        operator_sign_in.confirm(installation, begin(installation, person), code, "", later)


def test_a_recovery_code_is_good_once_however_it_is_typed(
    installation: Installation, person: Person
) -> None:
    operators.enrolled(installation, person)
    code, now = person.codes[0], datetime.now(UTC)
    typed = f" {code.upper().replace('-', ' ')} "

    begun = operator_sign_in.confirm(installation, begin(installation, person), typed, "", now)

    assert operator_sign_in.identify(installation, begun.token) is not None
    with pytest.raises(WrongSecondFactor):
        operator_sign_in.confirm(installation, begin(installation, person), code, "", now)


def test_guesses_of_a_password_and_of_a_code_are_counted(
    installation: Installation, person: Person
) -> None:
    operators.enrolled(installation, person)
    admission, now = begin(installation, person), datetime.now(UTC)
    for _ in range(10):
        with pytest.raises(WrongSecondFactor):
            operator_sign_in.confirm(installation, admission, "000000", "", now)
    for _ in range(10):
        with pytest.raises(WrongCredentials):
            operator_sign_in.sign_in(installation, person.email, "wrong", f"{person.id}-net", "")

    with pytest.raises(TooManyAttempts):
        operator_sign_in.confirm(installation, admission, person.code(), "", now)
    with pytest.raises(TooManyAttempts):
        operator_sign_in.sign_in(installation, person.email, PASSWORD, f"{person.id}-net", "")
    assert operator_sign_in.sign_in(installation, person.email, PASSWORD, f"{person.id}-other", "")


def test_strangers_do_not_lock_an_operator_out_of_a_known_browser(
    installation: Installation, person: Person
) -> None:
    known = known_devices.add(installation, "", email_hash(person.email))
    for number in range(30):
        with pytest.raises(WrongCredentials):
            operator_sign_in.sign_in(
                installation, person.email, "wrong", f"{person.id}-{number}", ""
            )

    with pytest.raises(TooManyAttempts):
        operator_sign_in.sign_in(installation, person.email, PASSWORD, f"{person.id}-new", "")
    assert operator_sign_in.sign_in(
        installation, person.email, PASSWORD, f"{person.id}-new", "", known
    )


def test_an_unknown_address_takes_as_long_and_says_the_same(
    installation: Installation, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What takes long is the slow hash; how often it is calculated does not depend on the machine.
    calculated, verify = [], PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda *given: (calculated.append(1), verify(*given))[1]
    )
    spent = []
    for email in (person.email, f"nobody-{person.email}"):
        with pytest.raises(WrongCredentials):
            operator_sign_in.sign_in(installation, email, "not it", email, "")
        spent.append(len(calculated))

    assert spent == [1, 2]


def test_a_session_ends_after_an_hour_or_fifteen_idle_minutes(
    installation: Installation, person: Person, services: dict[str, str]
) -> None:
    for change in ("seen_at = now() - interval '16 minutes'", "expires_at = now()"):
        operator = operators.enrolled(installation, person)
        with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
            lifetime = superuser.execute(
                "select expires_at - created_at from operator_sessions where operator_id = %s",
                (person.id,),
            ).fetchone()
            superuser.execute(
                f"update operator_sessions set {change} where operator_id = %s", (person.id,)
            )
            superuser.execute("update operators set totp_secret = null where id = %s", (person.id,))

        assert lifetime == (timedelta(hours=1),)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), operator.transaction() as tx:
            tx.operator_functions.value("open_abuse_reports")


def test_whoever_is_disabled_is_out_at_once_and_comes_back_only_by_a_reset(
    installation: Installation, person: Person, services: dict[str, str]
) -> None:
    operator = operators.enrolled(installation, person)
    with psycopg.connect(services["DATABASE_OWNER_URL"]) as owner:
        owner.execute("select disable_operator(%s)", (email_hash(person.email),))

    with pytest.raises(psycopg.errors.InsufficientPrivilege), operator.transaction() as tx:
        tx.operator_functions.value("open_abuse_reports")
    with pytest.raises(WrongCredentials):
        begin(installation, person)


def test_the_web_process_can_make_no_operator(services: dict[str, str]) -> None:
    with psycopg.connect(services["DATABASE_URL"], autocommit=True) as app:
        for call in (
            "add_operator(gen_random_uuid(), 'x', '\\x00', 'x')",
            "reset_operator('\\x00', 'x')",
            "disable_operator('\\x00')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"select {call}")
