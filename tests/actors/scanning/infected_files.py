"""Files that the scanner of the tests finds infected, by signatures of our own."""

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7 of which the scanner is told that it is infected"
NAMES = {EICAR: "Eicar-Test-Signature", PDF: "Pdf-Test-Signature"}
