"""The names, cities, companies and sentences that samples are made of.

All of it is fictional: domains end in `.example`, and phone numbers are from ranges
that are reserved for fiction.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_NAMES = (
    "Ada", "Amélie", "Andrés", "Anna", "Björn", "Carla", "Chloé", "David", "Elena",
    "Emma", "Farah", "Grace", "Hannah", "Hugo", "Inès", "Ivan", "Jakub", "Jonas",
    "José", "Julia", "Kenji", "Laura", "Léa", "Lucas", "Maya", "Mei", "Nadia", "Noah",
    "Nora", "Olga", "Omar", "Paul", "Priya", "Rosa", "Samuel", "Sofía", "Théo", "Tomás",
    "Yuki", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Becker", "Bianchi", "Carter", "Castellanos", "Delacroix", "Dubois",
    "Eriksson", "Fontaine", "García", "Haddad", "Hartmann", "Iyer", "Jansen", "Keller",
    "Kowalski", "Larsen", "Lefèvre", "Lindqvist", "Marchetti", "Martin", "Mbeki",
    "Moreau", "Müller", "Nakamura", "Novák", "Okafor", "Park", "Petrov", "Quintero",
    "Rossi", "Sato", "Silva", "Tanaka", "Thompson", "Vargas", "Walker", "Weber",
    "Yamamoto", "Ziegler",
)  # fmt: skip
JOB_TITLES = (
    "Account Executive", "Chief Executive Officer", "Chief Technology Officer",
    "Customer Success Manager", "Data Analyst", "Design Lead", "Finance Director",
    "Founder", "Head of Operations", "Marketing Manager", "Office Manager",
    "Procurement Lead", "Product Manager", "Sales Director", "Software Engineer",
)  # fmt: skip
COMPANY_NAMES = (
    "Amber", "Arbor", "Beacon", "Cedar", "Cobalt", "Compass", "Copper", "Dune",
    "Ember", "Fjord", "Granite", "Harbor", "Juniper", "Lantern", "Lumen", "Maple",
    "Meridian", "Orchard", "Quarry", "River", "Saffron", "Summit", "Tidal", "Willow",
)  # fmt: skip
COMPANY_TRADES = (
    "Analytics", "Bikes", "Bioworks", "Capital", "Energy", "Foods", "Foundry",
    "Freight", "Health", "Instruments", "Labs", "Logistics", "Paper", "Robotics",
    "Software", "Studio", "Systems", "Textiles",
)  # fmt: skip
DEALS = (
    "annual licence", "expansion", "onboarding package", "pilot", "renewal",
    "rollout", "support plan",
)  # fmt: skip
NOTES = (
    ("Call notes", "Spoke about the budget. They decide next month."),
    ("Demo feedback", "Liked the reports, asked for an export to CSV."),
    ("Introduction", "Met at the spring fair, follow up in two weeks."),
    ("Kick-off", "Scope agreed, first milestone in six weeks."),
    ("Pricing questions", "Wants a quote for 25 seats and for 50 seats."),
)
TASKS = (
    ("Follow up after the demo", "Ask whether the quote reached procurement."),
    ("Prepare the contract", "Use the template for annual plans."),
    ("Schedule the onboarding", "Two sessions, one hour each."),
    ("Send the quote", "25 seats, paid yearly."),
)
MEETINGS = ("Contract review", "Demo", "Kick-off", "Quarterly review", "Weekly sync")
SUBJECTS = (
    "A question about the quote", "Next steps", "Notes from our call",
    "Re: Contract draft", "Your invoice",
)  # fmt: skip
FILES = ("contract.pdf", "floor-plan.png", "minutes.txt", "offer-2026.pdf", "quote.pdf")
DASHBOARDS = ("Pipeline", "Revenue by month", "Support load", "Team activity")
WORKFLOWS = (
    "Create company when adding a new person",
    "Notify sales when a deal is won",
    "Remind the owner of overdue tasks",
)
CUSTOM_NAMES = ("Alder", "Basil", "Clover", "Fern", "Hazel", "Laurel", "Sage", "Thyme")
MEMBERS = ("Alex Kim", "Dana Ortiz", "Robin Meyer", "Sam Lindgren")
API_KEYS = ("ci", "Data import", "Integration", "Website forms")


@dataclass(frozen=True, slots=True)
class City:
    """A city, with the look of its addresses and phone numbers.

    Attributes:
        phone: a national number without its leading zero; `#` is any digit.
    """

    street: str
    name: str
    postcode: str
    state: str
    country: str
    country_code: str
    calling_code: str
    phone: str
    latitude: float
    longitude: float
    time_zone: str


CITIES = (
    City("St James Square", "London", "SW1Y 4JU", "", "United Kingdom", "GB", "+44",
         "2079460###", 51.5074, -0.1357, "Europe/London"),
    City("rue de Rivoli", "Paris", "75001", "Île-de-France", "France", "FR", "+33",
         "19900####", 48.8606, 2.3376, "Europe/Paris"),
    City("Torstraße", "Berlin", "10119", "Berlin", "Germany", "DE", "+49",
         "3023125###", 52.5296, 13.4019, "Europe/Berlin"),
    City("Market Street", "San Francisco", "94105", "CA", "United States", "US", "+1",
         "41555501##", 37.7936, -122.3958, "America/Los_Angeles"),
    City("King Street West", "Toronto", "M5H 1J9", "ON", "Canada", "CA", "+1",
         "41655501##", 43.6487, -79.3817, "America/Toronto"),
    City("George Street", "Sydney", "2000", "NSW", "Australia", "AU", "+61",
         "25550####", -33.8688, 151.2093, "Australia/Sydney"),
)  # fmt: skip
