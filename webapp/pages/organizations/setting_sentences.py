"""Changes of settings as sentences: “Ana set the sender name to “Meyer & Sons”.”"""

from collections.abc import Callable, Mapping

from core.organizations import delegation
from core.refusals import sentence
from core.retention import period
from webapp.pages.people import role_words
from webapp.text import quantities
from webapp.text.translation import gettext, ngettext

CUSTOM_FIELD = "custom_field"
HOUR, DAY = 60, 24 * 60  # in minutes

# What a setting is called within a sentence.
NAMES = {
    "organization.name": sentence("the name of the organization"),
    "organization.time_zone": sentence("the time zone"),
    "organization.locale": sentence("the language"),
    "organization.date_format": sentence("the date format"),
    "organization.expire_days": sentence("when envelopes expire"),
    "organization.confirm_signatures": sentence("whether every signature is confirmed"),
    "organization.signing_reasons": sentence("the reasons for signing to choose from"),
    "organization.free_reasons": sentence("whether signers may write another reason"),
    "organization.proofs": sentence("the proofs of identity that everyone is asked for"),
    "organization.remind_after": sentence("when recipients are first reminded"),
    "organization.remind_every": sentence("how often recipients are reminded"),
    "organization.attach_megabytes": sentence("how large attached copies may be"),
    "organization.remind_most": sentence("how many reminders are sent at most"),
    "organization.delegation": sentence("when recipients may hand their part over"),
    "organization.archive": sentence("where completed envelopes are e-mailed for the archive"),
    "organization.warn_days": sentence("when recipients are warned that an envelope expires"),
    "branding.colour": sentence("the color"),
    "branding.dark_colour": sentence("the color on dark backgrounds"),
    "branding.sender_name": sentence("the sender name"),
    "branding.reply_to": sentence("the reply-to address"),
    "branding.logo": sentence("the logo"),
    "branding.invitation": sentence("the text of invitations"),
    "branding.reminder": sentence("the text of reminders"),
    "branding.completion": sentence("the text of completion e-mails"),
    "branding.ending": sentence("the text of e-mails about closed envelopes"),
    "sign_in.session_minutes": sentence("the maximum session length"),
    "sign_in.idle_minutes": sentence("the maximum time without activity"),
    "retention.days": sentence("how long documents are kept"),
    "quota.envelopes_per_month": sentence("the monthly envelope limit"),
    "quota.storage_bytes": sentence("the storage limit"),
    "quota.api_calls_per_month": sentence("the monthly API call limit"),
    "quota.members": sentence("the limit on people"),
    "sso.issuer": sentence("the single sign-on issuer"),
    "sso.client_id": sentence("the single sign-on client ID"),
    "sso.client_secret": sentence("the single sign-on client secret"),
    "sso.default_role": sentence("the role of people who join through single sign-on"),
    "sso.groups_claim": sentence("the single sign-on groups claim"),
    "sso.roles": sentence("the roles of groups"),
    "platform.sign_up": sentence("who may create an organization here"),
}
# Settings that are on or off: what someone did who turned them on, and off.
SWITCHES = {
    "sign_in.second_factor": (
        sentence("%(actor)s made two-step sign-in required."),
        sentence("%(actor)s made two-step sign-in optional."),
    ),
    "sign_in.password": (
        sentence("%(actor)s allowed signing in with a password."),
        sentence("%(actor)s stopped allowing sign-in with a password."),
    ),
    "sign_in.passkey": (
        sentence("%(actor)s allowed signing in with a passkey."),
        sentence("%(actor)s stopped allowing sign-in with a passkey."),
    ),
    "sign_in.sso": (
        sentence("%(actor)s allowed signing in with single sign-on."),
        sentence("%(actor)s stopped allowing sign-in with single sign-on."),
    ),
    "organization.copy_links": (
        sentence("%(actor)s allowed senders to copy signing links."),
        sentence("%(actor)s stopped allowing senders to copy signing links."),
    ),
    "organization.ask_location": (
        sentence("%(actor)s chose to ask recipients for their location."),
        sentence("%(actor)s stopped asking recipients for their location."),
    ),
    "sso.enabled": (
        sentence("%(actor)s turned on single sign-on."),
        sentence("%(actor)s turned off single sign-on."),
    ),
    "retention.keep_certificate": (
        sentence("%(actor)s chose to keep certificates when documents are erased."),
        sentence("%(actor)s chose to erase certificates together with documents."),
    ),
}
FIELD_SWITCHES = {
    "required": (
        sentence("%(actor)s made the detail “%(field)s” required."),
        sentence("%(actor)s made the detail “%(field)s” optional."),
    ),
    "listed": (
        sentence("%(actor)s added a column for the detail “%(field)s”."),
        sentence("%(actor)s removed the column for the detail “%(field)s”."),
    ),
}
DELEGATIONS = {policy.value: said for policy, said in delegation.WORDS.items()}
SIGN_UP = {
    "open": sentence("anyone"),
    "invitation": sentence("people with an invitation"),
    "closed": sentence("no one"),
}
# Too long for a sentence, or no words at all.
UNTOLD = (
    *("branding.logo", "branding.invitation", "branding.reminder", "branding.completion"),
    *("branding.ending", "sso.client_secret"),
)


def told(actor: str, setting: str, old: str, new: str) -> str:
    """The whole sentence."""
    if setting.startswith(CUSTOM_FIELD):
        return _custom_field(actor, setting.removeprefix(CUSTOM_FIELD).strip(), old, new)
    if setting in SWITCHES:
        on, off = SWITCHES[setting]
        return gettext(on if new == "True" else off, actor=actor)
    values = {"actor": actor, "what": gettext(NAMES[setting]) if setting in NAMES else setting}
    if setting in UNTOLD:
        return gettext(_of_untold(setting, old, new), **values)
    say = VALUES.get(setting, _as_it_is)
    return _changed(values, say(old), say(new))


def _of_untold(setting: str, old: str, new: str) -> str:
    if setting == "branding.logo" and old in ("", "None"):
        return sentence("%(actor)s added %(what)s.")
    if new in ("", "None") and setting != "sso.client_secret":
        return sentence("%(actor)s removed %(what)s.")
    return sentence("%(actor)s changed %(what)s.")


def _changed(values: dict[str, str], old: str, new: str) -> str:
    if not new:
        return gettext("%(actor)s removed %(what)s (it was “%(old)s”).", **values, old=old)
    if not old:
        return gettext("%(actor)s set %(what)s to “%(new)s”.", **values, new=new)
    return gettext(
        "%(actor)s changed %(what)s from “%(old)s” to “%(new)s”.", **values, old=old, new=new
    )


def _custom_field(actor: str, named: str, old: str, new: str) -> str:
    if not named and old:
        return gettext("%(actor)s removed the detail “%(old)s”.", actor=actor, old=old)
    if not named:
        return gettext("%(actor)s added the detail “%(new)s”.", actor=actor, new=new)
    field, _, member = named.rpartition(".")
    if member in FIELD_SWITCHES:
        on, off = FIELD_SWITCHES[member]
        return gettext(on if new == "True" else off, actor=actor, field=field)
    if member == "name":
        return gettext(
            "%(actor)s renamed the detail “%(old)s” to “%(new)s”.", actor=actor, old=old, new=new
        )
    return gettext("%(actor)s changed the choices of “%(field)s”.", actor=actor, field=field)


def _as_it_is(value: str) -> str:
    return "" if value == "None" else value


def _minutes(value: str) -> str:
    if not value.isdigit():
        return value
    minutes = int(value)
    if minutes % DAY == 0:
        return ngettext("%(num)d day", "%(num)d days", minutes // DAY)
    if minutes % HOUR == 0:
        return ngettext("%(num)d hour", "%(num)d hours", minutes // HOUR)
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def _days(value: str) -> str:
    return ngettext("%(num)d day", "%(num)d days", int(value)) if value.isdigit() else ""


def _kept(value: str) -> str:
    if not value.isdigit():
        return gettext("forever")
    found = period.period(int(value))
    return ngettext(*period.WORDS[found.unit], found.number)


def _limit(value: str) -> str:
    return quantities.number(int(value)) if value.isdigit() else gettext("no limit")


def _size(value: str) -> str:
    return quantities.size(int(value)) if value.isdigit() else gettext("no limit")


VALUES: Mapping[str, Callable[[str], str]] = {
    "sign_in.session_minutes": _minutes,
    "sign_in.idle_minutes": _minutes,
    "retention.days": _kept,
    "organization.expire_days": _days,
    "organization.remind_after": _days,
    "organization.remind_every": _days,
    "organization.attach_megabytes": lambda value: f"{value} MB",
    "organization.warn_days": _days,
    "organization.delegation": lambda value: gettext(DELEGATIONS.get(value, value)),
    "quota.envelopes_per_month": _limit,
    "quota.storage_bytes": _size,
    "quota.api_calls_per_month": _limit,
    "quota.members": _limit,
    "sso.default_role": role_words.word,
    "platform.sign_up": lambda value: gettext(SIGN_UP.get(value, value)),
}
