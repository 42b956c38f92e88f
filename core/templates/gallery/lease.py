"""A lease of a flat or house."""

from core.templates.gallery.ready_template import Fact, ReadyTemplate

TEMPLATE = ReadyTemplate(
    key="lease",
    title="Residential lease",
    description="A home is let to a tenant: rent, deposit, care and notice.",
    facts=(
        Fact("Landlord", "landlord"),
        Fact("Tenant", "tenant"),
        Fact("Home", "home"),
        Fact("Begins on", "begins_on"),
        Fact("Monthly rent", "rent"),
        Fact("Deposit", "deposit"),
    ),
    clauses=(
        (
            "1. Letting",
            "The landlord lets the home named above to the tenant to live in. The lease begins on"
            " the day named above and runs until it is ended by notice. Mandatory law on housing"
            " goes before this lease.",
        ),
        (
            "2. Rent and deposit",
            "The rent is due in advance by the third working day of each month. The deposit is"
            " paid before the keys are handed over and is returned after the lease has ended, less"
            " what the tenant owes, within the time the law allows.",
        ),
        (
            "3. Care",
            "The tenant keeps the home clean, uses it with care and reports damage without delay."
            " The landlord keeps the home fit to live in and carries out repairs in reasonable"
            " time. The tenant pays for damage that the tenant or guests cause beyond normal wear.",
        ),
        (
            "4. Changes and visits",
            "The tenant asks before altering or subletting the home. The landlord may enter after"
            " notice of at least 24 hours and for a good reason, and without notice in an"
            " emergency.",
        ),
        (
            "5. Ending",
            "Either party may end the lease in writing with the notice that the law requires, and"
            " with at least one month if it requires none. At the end the tenant hands the home"
            " back empty and clean, with all keys. Both record its condition together.",
        ),
    ),
    signers=("Landlord", "Tenant"),
)
