"""What forms and contracts call their blanks, by language: a new language is a new row.

Phrases are compared without case, accents and punctuation, as whole words. Of several that a label
holds the longest counts, so that "company name" is a company and no name.
"""

from collections.abc import Mapping

Phrases = Mapping[str, str]
"""What is asked for, as `found_as` of the kinds of fields names it → phrases, with commas between.

`place_date` is a place and a date on one line; `other_date` a date that is not that of signing.
"""

LABELS: Mapping[str, Phrases] = {
    "en": {
        "signature": "signature, signed, sign here, signed by, by, name and signature,"
        " authorized signature, authorised signature, signature of applicant, x, signatory",
        "initials": "initials, initial here, initial",
        "date": "date, dated, date signed, signature date, date of signature, signed on, on date",
        "other_date": "date of birth, birth date, dob, start date, end date, effective date,"
        " due date, delivery date, expiry date, expiration date, commencement date, from date",
        "name": "name, printed name, print name, full name, name printed, name in print,"
        " name in block letters, typed name, name of signatory, your name, signatory name,"
        " please print, print, account holder, account holders",
        "text": "first name, last name, surname, given name, given names, family name, middle name,"
        " account name,"
        " bank name, file name, project name, product name, branch name",
        "title": "title, job title, position, role, capacity, its",
        "company": "company, company name, organization, organisation, name of company, firm,"
        " business name, employer name, name of organization, name of organisation",
        "email": "email, e mail, email address, e mail address",
        "phone": "phone, telephone, tel, mobile, phone number, telephone number, mobile number",
        "place": "place, city, town, location, place of signature, place of signing",
        "place_date": "place date, place and date, date and place, city date",
        "address": "address, street, street address, mailing address, home address,"
        " registered office",
    },
    "de": {
        "signature": "unterschrift, unterzeichnet, gezeichnet, gez, signatur, unterschrift des,"
        " rechtsverbindliche unterschrift, name und unterschrift, stempel und unterschrift,"
        " unterschrift und stempel, stempel unterschrift",
        "initials": "initialen, kürzel, paraphe, handzeichen",
        "date": "datum, tag, unterschriftsdatum, datum der unterschrift, am",
        "other_date": "geburtsdatum, geb datum, geboren am, geb am, geb, beginn, startdatum,"
        " enddatum, ablaufdatum, lieferdatum, vertragsbeginn, eintrittsdatum,"
        " prüfdatum, eingangsdatum",
        "name": "name, vor und nachname, vor und zuname, name vorname, name in druckbuchstaben,"
        " name in blockschrift, vollständiger name, vorname nachname, vorname und nachname,"
        " vorname name",
        "text": "vorname, nachname, familienname, geburtsname, kontoinhaber, name der bank",
        "title": "funktion, position, stellung, amtsbezeichnung, berufsbezeichnung",
        "company": "firma, unternehmen, firmenname, gesellschaft, name der firma, organisation",
        "email": "e mail, email, e mail adresse, mailadresse",
        "phone": "telefon, tel, telefonnummer, mobil, handy, rufnummer, handynummer, mobilnummer",
        "place": "ort, stadt, wohnort, plz ort",
        "place_date": "ort datum, ort und datum, ort den, datum ort",
        "address": "anschrift, adresse, straße, straße hausnummer, wohnanschrift,"
        " strasse und nummer",
    },
    "fr": {
        "signature": "signature, signé, signé par, signature précédée, lu et approuvé,"
        " nom et signature, cachet et signature, signature et cachet, signataire",
        "initials": "initiales, paraphe, parapher",
        "date": "date, date de signature, le, fait le, en date du",
        "other_date": "date de naissance, né le, née le, né e le, date de début,"
        " date de fin, échéance, date d effet, date de livraison",
        "name": "nom, nom complet, nom et prénom, nom prénom, nom du signataire, prénom et nom,"
        " nom et prénoms, nom en majuscules, nom en lettres capitales, nom lisible, votre nom",
        "text": "prénom, prénoms, nom de famille, nom de naissance, nom de la banque, nom d usage",
        "title": "fonction, titre, qualité, poste, en qualité de",
        "company": "société, entreprise, raison sociale, organisation, nom de la société,"
        " dénomination sociale, nom de l entreprise",
        "email": "e mail, email, courriel, adresse électronique, adresse e mail, adresse email,"
        " mél",
        "phone": "téléphone, tél, tel, portable, numéro de téléphone, mobile",
        "place": "lieu, ville, fait à, à",
        "place_date": "lieu et date, lieu date, date et lieu",
        "address": "adresse, rue, adresse postale, domicile, siège social",
    },
    "es": {
        "signature": "firma, firmado, firmado por, fdo, nombre y firma, firma y sello,"
        " sello y firma,"
        " firma autorizada, firmante",
        "initials": "iniciales, rúbrica",
        "date": "fecha, fecha de firma, fecha de la firma",
        "other_date": "fecha de nacimiento, fecha de inicio, fecha de fin, vencimiento,"
        " fecha de entrega, fecha de vencimiento, fecha de ingreso",
        "name": "nombre, nombre completo, nombre y apellidos, nombre y apellido,"
        " apellidos y nombre,"
        " nombre del firmante, aclaración, nombre en letra de imprenta",
        "text": "apellido, apellidos, primer apellido, segundo apellido, nombre del banco",
        "title": "cargo, puesto, en calidad de, función",
        "company": "empresa, razón social, compañía, sociedad, organización, nombre de la empresa,"
        " denominación social, entidad",
        "email": "correo, correo electrónico, e mail, email, dirección de correo electrónico",
        "phone": "teléfono, tel, móvil, celular, número de teléfono",
        "place": "lugar, ciudad, localidad, población",
        "place_date": "lugar y fecha, lugar fecha, fecha y lugar, ciudad y fecha",
        "address": "dirección, domicilio, calle, domicilio social",
    },
    "it": {
        "signature": "firma, firmato, firmato da, firma leggibile, nome e firma, timbro e firma,"
        " firma e timbro, firma per accettazione, firma autorizzata, firmatario",
        "initials": "iniziali, sigla",
        "date": "data, data della firma, data di sottoscrizione, data firma",
        "other_date": "data di nascita, nato il, nata il, nato a il, data di inizio,"
        " data di fine, scadenza, data di consegna",
        "name": "nome, nome e cognome, cognome e nome, nome completo, nominativo,"
        " nome in stampatello, nome del firmatario",
        "text": "cognome, nome della banca, nome di battesimo",
        "title": "qualifica, carica, ruolo, posizione, in qualità di, funzione",
        "company": "società, azienda, ragione sociale, ditta, impresa, nome della società,"
        " denominazione sociale, organizzazione",
        "email": "e mail, email, posta elettronica, indirizzo e mail, indirizzo email",
        "phone": "telefono, tel, cellulare, numero di telefono, recapito telefonico",
        "place": "luogo, città, comune",
        "place_date": "luogo e data, luogo data, data e luogo, città e data",
        "address": "indirizzo, via, residenza, sede legale, domicilio",
    },
    "pt": {
        "signature": "assinatura, assinado, assinado por, nome e assinatura, carimbo e assinatura,"
        " assinatura e carimbo, assinatura autorizada, signatário",
        "initials": "iniciais, rubrica",
        "date": "data, data da assinatura, data de assinatura",
        "other_date": "data de nascimento, data de início, data de término, vencimento,"
        " data de entrega, data de fim",
        "name": "nome, nome completo, nome legível, nome do signatário, nome por extenso,"
        " nome em letra de forma",
        "text": "apelido, sobrenome, nome do banco, nome próprio, nome de família",
        "title": "cargo, função, posição, na qualidade de",
        "company": "empresa, razão social, sociedade, companhia, organização, nome da empresa,"
        " denominação social, entidade",
        "email": "e mail, email, correio eletrónico, correio eletrônico, endereço de e mail",
        "phone": "telefone, tel, telemóvel, celular, número de telefone",
        "place": "local, cidade, localidade",
        "place_date": "local e data, local data, data e local, cidade e data",
        "address": "endereço, morada, rua, domicílio, sede",
    },
    "nl": {
        "signature": "handtekening, ondertekend, getekend, naam en handtekening,"
        " handtekening en stempel, ondertekend door, voor akkoord, ondertekening",
        "initials": "initialen, paraaf",
        "date": "datum, datum ondertekening, datum van ondertekening, datum handtekening",
        "other_date": "geboortedatum, ingangsdatum, einddatum, startdatum, leverdatum,"
        " vervaldatum, datum van indiensttreding",
        "name": "naam, volledige naam, voor en achternaam, naam in blokletters, naam ondertekenaar,"
        " naam in hoofdletters",
        "text": "voornaam, achternaam, voornamen, naam bank, rekeninghouder",
        "title": "functie, titel, hoedanigheid, functietitel",
        "company": "bedrijf, bedrijfsnaam, onderneming, organisatie, firma, naam bedrijf,"
        " naam van het bedrijf",
        "email": "e mail, email, e mailadres, emailadres",
        "phone": "telefoon, tel, telefoonnummer, mobiel, mobiel nummer",
        "place": "plaats, woonplaats, stad",
        "place_date": "plaats en datum, plaats datum, datum en plaats",
        "address": "adres, straat, straatnaam, postadres, woonadres",
    },
    "pl": {
        "signature": "podpis, podpisano, podpis i pieczęć, pieczęć i podpis,"
        " imię nazwisko i podpis,"
        " czytelny podpis, podpis czytelny, własnoręczny podpis",
        "initials": "inicjały, parafa",
        "date": "data, data podpisania, data podpisu, dnia",
        "other_date": "data urodzenia, data rozpoczęcia, data zakończenia, termin płatności,"
        " data dostawy, data zatrudnienia, data wystawienia",
        "name": "imię i nazwisko, nazwisko i imię, imię nazwisko, imiona i nazwisko, nazwisko imię,"
        " imię i nazwisko drukowanymi literami",
        "text": "imię, nazwisko, imiona, nazwisko rodowe, nazwa banku",
        "title": "stanowisko, funkcja, tytuł",
        "company": "firma, nazwa firmy, przedsiębiorstwo, spółka, organizacja, nazwa spółki",
        "email": "e mail, email, adres e mail, adres email, poczta elektroniczna",
        "phone": "telefon, tel, numer telefonu, telefon komórkowy, nr telefonu, nr tel",
        "place": "miejscowość, miejsce, miasto",
        "place_date": "miejscowość i data, miejscowość data, miejsce i data, data i miejsce",
        "address": "adres, ulica, adres zamieszkania, adres siedziby",
    },
    "sv": {
        "signature": "underskrift, namnteckning, undertecknad, signatur",
        "initials": "initialer",
        "date": "datum, datum för underskrift",
        "other_date": "födelsedatum, startdatum, slutdatum",
        "name": "namn, namnförtydligande, fullständigt namn, för och efternamn",
        "text": "förnamn, efternamn",
        "title": "befattning, titel",
        "company": "företag, företagsnamn, bolag",
        "email": "e post, e postadress",
        "phone": "telefon, telefonnummer, mobil",
        "place": "ort",
        "place_date": "ort och datum, ort datum",
        "address": "adress, gatuadress",
    },
    "da": {
        "signature": "underskrift, underskrevet",
        "initials": "initialer",
        "date": "dato",
        "other_date": "fødselsdato, startdato, slutdato",
        "name": "navn, fulde navn, navn med blokbogstaver",
        "text": "fornavn, efternavn",
        "title": "stilling, titel",
        "company": "virksomhed, firma, virksomhedens navn",
        "email": "e mail, email",
        "phone": "telefon, tlf, telefonnummer, mobil",
        "place": "sted, by",
        "place_date": "sted og dato, sted dato",
        "address": "adresse",
    },
    "cs": {
        "signature": "podpis, podepsáno, podpis a razítko, razítko a podpis",
        "initials": "iniciály, parafa",
        "date": "datum, dne, datum podpisu",
        "other_date": "datum narození, datum zahájení, datum ukončení",
        "name": "jméno a příjmení, jméno příjmení, celé jméno",
        "text": "jméno, příjmení",
        "title": "funkce, pozice",
        "company": "společnost, firma, název společnosti",
        "email": "e mail, email",
        "phone": "telefon, tel, telefonní číslo, mobil",
        "place": "místo, město, obec",
        "place_date": "místo a datum, v dne, místo datum",
        "address": "adresa, ulice, bydliště",
    },
}

USUAL: Mapping[str, str] = {
    "en": "the and of to in is for this with shall by between on be that or",
    "de": "der die das und ist den von zu mit für ein eine im dem wird auf nicht sich zwischen",
    "fr": "le la les et des du une est pour dans au aux par sur que qui entre en avec",
    "es": "el la los las y de del que en una para con por se al entre o su",
    "it": "il la le gli di e che per una con del della dei nel si tra al sono da",
    "pt": "o os as e de do da dos das que em uma para com por se ao entre no na",
    "nl": "de het een en van in is op te met voor dat niet aan door tussen zijn",
    "pl": "w na z do się jest oraz i o przez dla nie za od po pomiędzy umowa zostaje",
    "sv": "och att det som en ett av för på är med till den inte mellan",
    "da": "og at det som en et af for på er med til den ikke mellem",
    "cs": "a v na se je že s z o do k za podle mezi smlouva nebo",
}
"""The words by which a language is told: what "Firma" asks for depends on it."""

PARTIES: tuple[tuple[str, str], ...] = (
    (
        "landlord, lessor, vermieter, bailleur, arrendador, locatore, senhorio, locador,"
        " verhuurder,"
        " wynajmujący",
        "tenant, lessee, mieter, locataire, preneur, arrendatario, inquilino,"
        " conduttore, locatário, inquilino, huurder, najemca",
    ),
    (
        "client, customer, principal, auftraggeber, kunde, kundin, donneur d ordre, cliente,"
        " committente, contratante, opdrachtgever, klant, zamawiający, zleceniodawca, klient",
        "contractor, provider, service provider, supplier, consultant, freelancer, vendor,"
        " auftragnehmer, dienstleister, anbieter, prestataire, fournisseur, contratista, proveedor,"
        " prestador, prestatore, fornitore, appaltatore, contratado, fornecedor, opdrachtnemer,"
        " leverancier, wykonawca, zleceniobiorca, dostawca",
    ),
    (
        "seller, verkäufer, verkäuferin, vendeur, vendedor, venditore, verkoper, sprzedawca,"
        " sprzedający",
        "buyer, purchaser, käufer, käuferin, acheteur, acquéreur, comprador,"
        " acquirente, compratore, koper, kupujący, nabywca",
    ),
    (
        "employer, company, arbeitgeber, employeur, empleador, datore di lavoro, empregador,"
        " werkgever, pracodawca",
        "employee, arbeitnehmer, arbeitnehmerin, employé, salarié,"
        " empleado, trabajador, dipendente, lavoratore, empregado, trabalhador, werknemer,"
        " pracownik",
    ),
    (
        "disclosing party, licensor, lender, offenlegende partei, lizenzgeber, darlehensgeber,"
        " prêteur, prestamista, licenciante, mutuante, uitlener, pożyczkodawca",
        "receiving party, recipient, licensee, borrower, empfangende partei, empfänger,"
        " lizenznehmer,"
        " darlehensnehmer, emprunteur, prestatario, licenciatario, mutuatario, lener,"
        " pożyczkobiorca",
    ),
    (
        "party a, party 1, first party, partei a, partei 1, partie a, parte a, parte 1, partij a,"
        " strona a, strona 1",
        "party b, party 2, second party, partei b, partei 2, partie b, parte b,"
        " parte 2, partij b, strona b, strona 2",
    ),
    ("", "witness, zeuge, témoin, testigo, testimone, testemunha, getuige, świadek"),
)
"""Who signs with whom: the words of the first and of the second side, in all languages."""
