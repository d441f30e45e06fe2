"""Make plausible values for people, companies and the work around them.

Each function returns the fields of one object for every release that has it. The
catalogue decides which of them are delivered, and in which order.
"""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scenario, slug

Fields = dict[str, Any]


def person(scenario: Scenario) -> Fields:
    contact = scenario.person
    profile = f"{slug(contact.name)}-{scenario.random.getrandbits(24):06x}"
    return {
        "id": contact.id,
        "name": {"firstName": contact.first_name, "lastName": contact.last_name},
        "emails": scenario.emails(contact.email),
        "linkedinLink": scenario.links(f"https://www.linkedin.com/in/{profile}"),
        "xLink": scenario.links(""),
        "jobTitle": scenario.choose(vocabulary.JOB_TITLES),
        "phones": scenario.phones(),
        "city": scenario.city.name,
        "avatarUrl": "",
        "avatarFile": None,
        "companyId": scenario.company_id,
    }


def company(scenario: Scenario) -> Fields:
    name = slug(scenario.company_name)
    revenue = scenario.random.randint(5, 400) * 50_000
    return {
        "id": scenario.company_id,
        "name": scenario.company_name,
        "domainName": scenario.links(f"https://{scenario.domain}"),
        "employees": scenario.random.randint(3, 900),
        "address": scenario.address(),
        "linkedinLink": scenario.links(f"https://www.linkedin.com/company/{name}"),
        "xLink": scenario.links(""),
        "annualRevenue": scenario.currency(revenue),
        "annualRecurringRevenue": scenario.currency(revenue),
        "idealCustomerProfile": scenario.random.random() < 0.5,
        "accountOwnerId": scenario.member.id,
    }


def opportunity(scenario: Scenario) -> Fields:
    stages = ("NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER")
    return {
        "name": f"{scenario.company_name} {scenario.choose(vocabulary.DEALS)}",
        "amount": scenario.currency(scenario.random.randint(4, 400) * 250),
        "closeDate": scenario.day(scenario.random.randint(7, 120)),
        "stage": scenario.choose(stages),
        "companyId": scenario.company_id,
        "pointOfContactId": scenario.person.id,
        "ownerId": scenario.member.id,
    }


def note(scenario: Scenario) -> Fields:
    title, text = scenario.choose(vocabulary.NOTES)
    return {"title": title, "body": None, "bodyV2": scenario.rich_text(text)}


def task(scenario: Scenario) -> Fields:
    title, text = scenario.choose(vocabulary.TASKS)
    return {
        "title": title,
        "body": None,
        "bodyV2": scenario.rich_text(text),
        "dueAt": scenario.moment(days=scenario.random.randint(1, 21)),
        "status": scenario.choose(("TODO", "IN_PROGRESS", "DONE")),
        "assigneeId": scenario.member.id,
    }


def note_target(scenario: Scenario) -> Fields:
    return {"noteId": scenario.id(), **_one_target(scenario)}


def task_target(scenario: Scenario) -> Fields:
    return {"taskId": scenario.id(), **_one_target(scenario)}


def attachment(scenario: Scenario) -> Fields:
    name = scenario.choose(vocabulary.FILES)
    is_image = name.endswith(".png")
    return {
        "name": name,
        "file": scenario.file(name),
        "fullPath": f"attachment/{scenario.id()}.{name.rpartition('.')[2]}",
        "type": "Image" if is_image else "TextDocument",
        "fileCategory": "IMAGE" if is_image else "TEXT_DOCUMENT",
        "authorId": scenario.member.id,
        "taskId": None,
        "noteId": None,
        "dashboardId": None,
        "workflowId": None,
        "targetTaskId": None,
        "targetNoteId": None,
        "targetDashboardId": None,
        "targetWorkflowId": None,
        **_one_target(scenario),
    }


def workspace_member(scenario: Scenario) -> Fields:
    member = scenario.member
    return {
        "id": member.id,
        "name": {"firstName": member.first_name, "lastName": member.last_name},
        "colorScheme": scenario.choose(("System", "Light", "Dark")),
        "locale": "en",
        "avatarUrl": "",
        "userEmail": member.email,
        "jobTitle": scenario.choose(vocabulary.JOB_TITLES),
        "calendarStartDay": 7,
        "userId": scenario.user_id,
        "timeZone": scenario.city.time_zone,
        "dateFormat": scenario.choose(("SYSTEM", "DAY_FIRST", "YEAR_FIRST")),
        "timeFormat": scenario.choose(("SYSTEM", "HOUR_24")),
        "numberFormat": "SYSTEM",
    }


def dashboard(scenario: Scenario) -> Fields:
    return {
        "title": scenario.choose(vocabulary.DASHBOARDS),
        "pageLayoutId": scenario.id(),
    }


def favorite(scenario: Scenario) -> Fields:
    others = ("opportunity", "workflow", "workflowVersion", "workflowRun", "task")
    return {
        "position": scenario.random.randint(0, 12),
        "viewId": None,
        "forWorkspaceMemberId": scenario.member.id,
        "personId": scenario.person.id,
        "companyId": None,
        "favoriteFolderId": None,
        "noteId": None,
        "dashboardId": None,
        **{f"{other}Id": None for other in others},
    }


def favorite_folder(scenario: Scenario) -> Fields:
    name = scenario.choose(("Customers", "This week", "Watch list"))
    return {"name": name, "position": scenario.random.randint(0, 12)}


def custom(scenario: Scenario) -> Fields:
    """Return the values of a custom object, whose name alone is known."""
    return {"name": scenario.choose(vocabulary.CUSTOM_NAMES)}


def _one_target(scenario: Scenario) -> Fields:
    # Only one of the targets is set. The columns have new names since 1.18.
    ids = {
        "Company": scenario.company_id,
        "Person": scenario.person.id,
        "Opportunity": None,
    }
    if scenario.random.random() < 0.5:
        ids["Company"] = None
    else:
        ids["Person"] = None
    return {f"target{name}Id": value for name, value in ids.items()} | {
        f"{name.lower()}Id": value for name, value in ids.items()
    }
