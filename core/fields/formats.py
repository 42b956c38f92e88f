"""The formats that a text can have to have: postal codes here, national numbers in tenants.

A national number has a check digit that takes a library to verify (tenants/national_numbers.py),
which core does not have: here are only the names.
"""

import re

from core.refusals import sentence

POSTAL_CODE = "postal_code"
# By the name of the module in python-stdnum, with a point; what is stored never changes.
NATIONAL = {
    "iban": sentence("IBAN"),
    "at.vnr": sentence("Austria: social insurance number"),
    "be.nn": sentence("Belgium: national number"),
    "br.cpf": sentence("Brazil: CPF"),
    "ca.sin": sentence("Canada: SIN"),
    "ch.ssn": sentence("Switzerland: AHV number"),
    "cl.rut": sentence("Chile: RUT"),
    "cn.ric": sentence("China: resident identity number"),
    "cz.rc": sentence("Czechia: birth number"),
    "de.idnr": sentence("Germany: tax ID (Steuer-ID)"),
    "dk.cpr": sentence("Denmark: CPR number"),
    "es.nif": sentence("Spain: DNI, NIE or NIF"),
    "fi.hetu": sentence("Finland: personal identity code"),
    "fr.nir": sentence("France: social security number (NIR)"),
    "gb.nino": sentence("United Kingdom: National Insurance number"),
    "ie.pps": sentence("Ireland: PPS number"),
    "in_.aadhaar": sentence("India: Aadhaar"),
    "in_.pan": sentence("India: PAN"),
    "it.codicefiscale": sentence("Italy: codice fiscale"),
    "mx.curp": sentence("Mexico: CURP"),
    "nl.bsn": sentence("Netherlands: BSN"),
    "no.fodselsnummer": sentence("Norway: birth number"),
    "pl.pesel": sentence("Poland: PESEL"),
    "pt.nif": sentence("Portugal: NIF"),
    "ro.cnp": sentence("Romania: CNP"),
    "se.personnummer": sentence("Sweden: personal identity number"),
    "tr.tckimlik": sentence("Türkiye: identity number"),
    "us.ssn": sentence("United States: SSN"),
    "za.idnr": sentence("South Africa: ID number"),
}
WORDS = {POSTAL_CODE: sentence("Postal code"), **NATIONAL}

_FOUR, _FIVE, _SIX, _SEVEN = (f"[0-9]{{{n}}}" for n in (4, 5, 6, 7))
_WITH_FOUR = "AT AU BE BG CH CY DK GE HU LI LU LV MD MK NO NZ PH SI TN ZA"
_WITH_FIVE = "DE DZ EE EG ES FI FR HR ID IT KE KR MA MX MY PK RS TH TR UA"
_WITH_SIX = "BY CN CO EC IN KZ NG RO RU SG UZ VN"
# As they are written in each country; of others only that they are letters and digits.
POSTAL_CODES = {
    **dict.fromkeys(_WITH_FOUR.split(), _FOUR),
    **dict.fromkeys(_WITH_FIVE.split(), _FIVE),
    **dict.fromkeys(_WITH_SIX.split(), _SIX),
    **dict.fromkeys(("CL", "IL"), _SEVEN),
    "AR": "[A-Z]?[0-9]{4}([A-Z]{3})?",
    "BR": "[0-9]{5}-?[0-9]{3}",
    "CA": "[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]",
    "CZ": "[0-9]{3} ?[0-9]{2}",
    "GB": "[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}",
    "GR": "[0-9]{3} ?[0-9]{2}",
    "IE": "[A-Z][0-9][0-9W] ?[0-9A-Z]{4}",
    "IR": "[0-9]{5}-?[0-9]{5}",
    "IS": "[0-9]{3}",
    "JP": "[0-9]{3}-?[0-9]{4}",
    "LT": "(LT-)?[0-9]{5}",
    "MT": "[A-Z]{3} ?[0-9]{4}",
    "NL": "[1-9][0-9]{3} ?[A-Z]{2}",
    "PL": "[0-9]{2}-[0-9]{3}",
    "PT": "[0-9]{4}-[0-9]{3}",
    "SA": "[0-9]{5}(-[0-9]{4})?",
    "SE": "[0-9]{3} ?[0-9]{2}",
    "SK": "[0-9]{3} ?[0-9]{2}",
    "TW": "[0-9]{3}([0-9]{2,3})?",
    "US": "[0-9]{5}(-[0-9]{4})?",
}
ANYWHERE = "[0-9A-Z][0-9A-Z -]{1,10}"


def is_postal_code(text: str, country: str) -> bool:
    return bool(re.fullmatch(POSTAL_CODES.get(country, ANYWHERE), text.upper()))
