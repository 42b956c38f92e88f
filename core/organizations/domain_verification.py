"""Domains: which an organization may claim, what for, and how it proves that they are its."""

import re
from collections.abc import Mapping
from enum import StrEnum

from core.access import Permission
from core.refusals import Invalid, sentence

RECORD = "_countersign"
VALUE = "countersign-domain-verification="
LIMIT = 50  # domains of one organization, for each use


class DomainUse(StrEnum):
    """People with addresses there sign in by it, or signing pages have it as their host."""

    SIGN_IN = "sign_in"
    SIGNING = "signing"


MANAGED_BY: Mapping[DomainUse, Permission] = {
    DomainUse.SIGN_IN: Permission.MANAGE_SIGN_IN,
    DomainUse.SIGNING: Permission.MANAGE_SIGNING_DOMAINS,
}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
# Where anyone can have an address. The same at the front of any ending: yahoo.co.uk, gmx.at.
_PUBLIC_NAMES = frozenset(
    ("aol", "gmx", "hotmail", "live", "outlook", "yahoo", "ymail", "rocketmail", "yandex")
)
_WORDS = """
    gmail.com googlemail.com msn.com passport.com icloud.com me.com mac.com proton.me
    protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com tuta.io
    keemail.me fastmail.com fastmail.fm fastmail.net hey.com mail.com email.com usa.com post.com
    web.de t-online.de freenet.de arcor.de posteo.de posteo.net mailbox.org mail.de email.de
    online.de kabelmail.de vodafone.de 1und1.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr
    neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it poste.it email.it
    telefonica.net terra.es movistar.es sapo.pt clix.pt netcabo.pt ziggo.nl kpnmail.nl planet.nl
    xs4all.nl hetnet.nl home.nl telenet.be skynet.be proximus.be bluewin.ch hispeed.ch sunrise.ch
    aon.at chello.at telia.com spray.se online.no jubii.dk mail.dk btinternet.com sky.com
    talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk eircom.net comcast.net verizon.net
    att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net
    rogers.com shaw.ca sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au
    optusnet.com.au iinet.net.au xtra.co.nz mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru
    ya.ru ukr.net i.ua seznam.cz email.cz centrum.cz atlas.cz post.cz azet.sk zoznam.sk wp.pl o2.pl
    onet.pl onet.eu interia.pl interia.eu op.pl poczta.fm gazeta.pl freemail.hu citromail.hu abv.bg
    mail.bg inbox.lv inbox.lt one.lt mail.ee hot.ee qq.com foxmail.com 163.com 126.com yeah.net
    sina.com sina.cn sohu.com aliyun.com 139.com 189.cn naver.com daum.net hanmail.net nate.com
    docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com rediffmail.com sify.com indiatimes.com
    bol.com.br uol.com.br terra.com.br ig.com.br globo.com zipmail.com.br mynet.com
    walla.co.il walla.com zoho.com zohomail.com inbox.com lycos.com excite.com hushmail.com
    hush.com runbox.com duck.com mozmail.com simplelogin.com anonaddy.com disroot.org riseup.net
    mailinator.com guerrillamail.com 10minutemail.com yopmail.com temp-mail.org trashmail.com
    sharklasers.com maildrop.cc onmicrosoft.com privaterelay.appleid.com
    """
_PUBLIC = frozenset(_WORDS.split())


def is_public(domain: str) -> bool:
    """Whether strangers to each other have addresses there, or one would own a whole ending."""
    labels = domain.split(".")
    name, ending = labels[0], labels[1:]
    everywhere = name in _PUBLIC_NAMES and all(len(label) <= 3 for label in ending)
    return domain in _PUBLIC or everywhere or _is_ending(labels)


def check(use: DomainUse, domain: str) -> None:
    """`domain` is in lower case and ASCII (IDNA). Raises Invalid."""
    labels = domain.split(".")
    well_formed = len(domain) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    if not well_formed or len(labels) < 2 or labels[-1].isdigit():
        raise malformed(use)
    if is_public(domain):
        raise Invalid(
            domain=sentence(
                "Anyone can get an e-mail address at this domain, so no organization can claim it."
            )
        )


def malformed(use: DomainUse) -> Invalid:
    if use is DomainUse.SIGNING:
        return Invalid(domain=sentence("Enter a host name such as sign.example.com."))
    return Invalid(
        domain=sentence("Enter the domain as it appears after the @, such as example.com.")
    )


def record_name(domain: str) -> str:
    return f"{RECORD}.{domain}"


def record_value(token: str) -> str:
    return VALUE + token


def _is_ending(labels: list[str]) -> bool:
    """co.uk, com.au: what registries sell names under belongs to no one."""
    second = {"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob", "nom"}
    return len(labels) < 2 or (len(labels) == 2 and labels[0] in second and len(labels[1]) == 2)
