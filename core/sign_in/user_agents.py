"""The browser and system that a session was begun with, in words that its owner recognizes."""

# The first that is named in it counts: most name others too, to be taken for them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
MOBILE = frozenset({"iPhone", "iPad", "Android"})


def browser(user_agent: str) -> str:
    """ "" when it is none that we know."""
    return next((name for sign, name in BROWSERS if sign in user_agent), "")


def system(user_agent: str) -> str:
    return next((name for sign, name in SYSTEMS if sign in user_agent), "")


def is_mobile(user_agent: str) -> bool:
    return system(user_agent) in MOBILE
