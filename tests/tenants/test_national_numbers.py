"""Numbers that countries give: the examples of those who publish how they are made."""

import pytest

from core.fields import formats
from core.refusals import Invalid
from tenants import national_numbers

RIGHT = {
    "iban": "DE89 3704 0044 0532 0130 00",
    "at.vnr": "1237 010180",
    "be.nn": "85.07.30-033 28",
    "br.cpf": "390.533.447-05",
    "ca.sin": "123-456-782",
    "ch.ssn": "756.9217.0769.85",
    "cl.rut": "76086428-5",
    "cn.ric": "360426199101010071",
    "cz.rc": "710319/2745",
    "de.idnr": "36 574 261 809",
    "dk.cpr": "211062-5629",
    "es.nif": "54362315-K",
    "fi.hetu": "131052-308T",
    "fr.nir": "2 95 10 99 126 111 93",
    "gb.nino": "AB 12 34 56 C",
    "ie.pps": "6433435F",
    "in_.aadhaar": "234123412346",
    "in_.pan": "ACUPA7085R",
    "it.codicefiscale": "RCCMNL83S18D969H",
    "mx.curp": "BOXW310820HNERXN09",
    "nl.bsn": "1112.22.333",
    "no.fodselsnummer": "151086 95088",
    "pl.pesel": "44051401359",
    "pt.nif": "501 964 843",
    "ro.cnp": "1630615123457",
    "se.personnummer": "880320-0016",
    "tr.tckimlik": "17291716060",
    "us.ssn": "536-90-4399",
    "za.idnr": "7503305044089",
}
WITHOUT_CHECK_DIGIT = {"dk.cpr", "gb.nino", "in_.pan", "us.ssn"}


def typing_error(number: str) -> str:
    at = max(place for place, letter in enumerate(number) if letter.isdigit())
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


@pytest.mark.parametrize("format", formats.NATIONAL)
def test_a_right_number_passes_and_a_typing_error_is_named(format: str) -> None:
    national_numbers.check(format, RIGHT[format])

    wrong = RIGHT[format][:-3] if format in WITHOUT_CHECK_DIGIT else typing_error(RIGHT[format])
    with pytest.raises(Invalid) as caught:
        national_numbers.check(format, wrong)
    assert formats.NATIONAL[format] in caught.value.errors["value"]
