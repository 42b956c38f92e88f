"""How an organization writes days in its documents: a value is kept in ISO form and shown so."""

from datetime import date
from enum import StrEnum

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class DateFormat(StrEnum):
    ISO = "YYYY-MM-DD"
    WORDS = "D MMM YYYY"
    WORDS_MONTH_FIRST = "MMM D, YYYY"
    SLASHES = "DD/MM/YYYY"
    SLASHES_MONTH_FIRST = "MM/DD/YYYY"
    POINTS = "DD.MM.YYYY"


def shown(value: str, format: str) -> str:
    """A day in ISO form as the organization writes it; anything else, also "", as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    month = MONTHS[day.month - 1]
    match format:
        case DateFormat.WORDS:
            return f"{day.day} {month} {day.year:04}"
        case DateFormat.WORDS_MONTH_FIRST:
            return f"{month} {day.day}, {day.year:04}"
        case DateFormat.SLASHES:
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        case DateFormat.SLASHES_MONTH_FIRST:
            return f"{day.month:02}/{day.day:02}/{day.year:04}"
        case DateFormat.POINTS:
            return f"{day.day:02}.{day.month:02}.{day.year:04}"
    return day.isoformat()
