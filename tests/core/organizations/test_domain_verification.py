import pytest

from core.organizations import domain_verification
from core.organizations.domain_verification import DomainUse
from core.refusals import Invalid


@pytest.mark.parametrize(
    "domain", ["example.com", "mail.example.co.uk", "xn--bcher-kva.example", "live-music.example"]
)
def test_a_domain_of_ones_own_can_be_claimed(domain: str) -> None:
    domain_verification.check(DomainUse.SIGN_IN, domain)

    assert domain_verification.record_name(domain) == f"_countersign.{domain}"
    assert domain_verification.record_value("t") == "countersign-domain-verification=t"


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.fr", "yahoo.co.uk", "yahoo.de",
        "gmx.at", "web.de", "icloud.com", "proton.me", "qq.com", "163.com", "mail.ru", "co.uk",
        "com.au", "com", "mailinator.com",
    ],
)  # fmt: skip
def test_where_anybody_has_an_address_nobody_can_claim_it(domain: str) -> None:
    with pytest.raises(Invalid, match="domain"):
        domain_verification.check(DomainUse.SIGN_IN, domain)


@pytest.mark.parametrize(
    "domain",
    ["", "example", "-a.example", "a_b.example", "a..example", "127.0.0.1", "x" * 64 + ".example",
     "a.example.", "*.example.com", "a b.example"],
)  # fmt: skip
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(Invalid, match="domain"):
        domain_verification.check(DomainUse.SIGN_IN, domain)
