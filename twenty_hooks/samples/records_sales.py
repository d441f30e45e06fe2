"""Plausible values for people, companies and the work around them.

Each function gives the fields of one object in every release that has it; which of
them are delivered, and in which order, is the catalogue's business.
"""

from __future__ import annotations

from typing import Any

from twenty_hooks.samples import vocabulary
from twenty_hooks.samples.scenario import Scene, slug

Fields = dict[str, Any]


def person(scene: Scene) -> Fields:
    someone = scene.person
    profile = f"{slug(someone.name)}-{scene.random.getrandbits(24):06x}"
    return {
        "id": someone.id,
        "name": {"firstName": someone.first_name, "lastName": someone.last_name},
        "emails": scene.emails(someone.email),
        "linkedinLink": scene.links(f"https://www.linkedin.com/in/{profile}"),
        "xLink": scene.links(""),
        "jobTitle": scene.choose(vocabulary.JOB_TITLES),
        "phones": scene.phones(),
        "city": scene.place.city,
        "avatarUrl": "",
        "avatarFile": None,
        "companyId": scene.company_id,
    }


def company(scene: Scene) -> Fields:
    name = slug(scene.company_name)
    revenue = scene.random.randint(5, 400) * 50_000
    return {
        "id": scene.company_id,
        "name": scene.company_name,
        "domainName": scene.links(f"https://{scene.domain}"),
        "employees": scene.random.randint(3, 900),
        "address": scene.address(),
        "linkedinLink": scene.links(f"https://www.linkedin.com/company/{name}"),
        "xLink": scene.links(""),
        "annualRevenue": scene.currency(revenue),
        "annualRecurringRevenue": scene.currency(revenue),
        "idealCustomerProfile": scene.random.random() < 0.5,
        "accountOwnerId": scene.member.id,
    }


def opportunity(scene: Scene) -> Fields:
    stages = ("NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER")
    return {
        "name": f"{scene.company_name} {scene.choose(vocabulary.DEALS)}",
        "amount": scene.currency(scene.random.randint(4, 400) * 250),
        "closeDate": scene.day(scene.random.randint(7, 120)),
        "stage": scene.choose(stages),
        "companyId": scene.company_id,
        "pointOfContactId": scene.person.id,
        "ownerId": scene.member.id,
    }


def note(scene: Scene) -> Fields:
    title, text = scene.choose(vocabulary.NOTES)
    return {"title": title, "body": None, "bodyV2": scene.rich_text(text)}


def task(scene: Scene) -> Fields:
    title, text = scene.choose(vocabulary.TASKS)
    return {
        "title": title,
        "body": None,
        "bodyV2": scene.rich_text(text),
        "dueAt": scene.moment(days=scene.random.randint(1, 21)),
        "status": scene.choose(("TODO", "IN_PROGRESS", "DONE")),
        "assigneeId": scene.member.id,
    }


def note_target(scene: Scene) -> Fields:
    return {"noteId": scene.id(), **_one_target(scene)}


def task_target(scene: Scene) -> Fields:
    return {"taskId": scene.id(), **_one_target(scene)}


def attachment(scene: Scene) -> Fields:
    name = scene.choose(vocabulary.FILES)
    is_image = name.endswith(".png")
    return {
        "name": name,
        "file": scene.file(name),
        "fullPath": f"attachment/{scene.id()}.{name.rpartition('.')[2]}",
        "type": "Image" if is_image else "TextDocument",
        "fileCategory": "IMAGE" if is_image else "TEXT_DOCUMENT",
        "authorId": scene.member.id,
        "taskId": None,
        "noteId": None,
        "dashboardId": None,
        "workflowId": None,
        "targetTaskId": None,
        "targetNoteId": None,
        "targetDashboardId": None,
        "targetWorkflowId": None,
        **_one_target(scene),
    }


def workspace_member(scene: Scene) -> Fields:
    member = scene.member
    return {
        "id": member.id,
        "name": {"firstName": member.first_name, "lastName": member.last_name},
        "colorScheme": scene.choose(("System", "Light", "Dark")),
        "locale": "en",
        "avatarUrl": "",
        "userEmail": member.email,
        "jobTitle": scene.choose(vocabulary.JOB_TITLES),
        "calendarStartDay": 7,
        "userId": scene.user_id,
        "timeZone": scene.place.time_zone,
        "dateFormat": scene.choose(("SYSTEM", "DAY_FIRST", "YEAR_FIRST")),
        "timeFormat": scene.choose(("SYSTEM", "HOUR_24")),
        "numberFormat": "SYSTEM",
    }


def dashboard(scene: Scene) -> Fields:
    return {"title": scene.choose(vocabulary.DASHBOARDS), "pageLayoutId": scene.id()}


def favorite(scene: Scene) -> Fields:
    others = ("opportunity", "workflow", "workflowVersion", "workflowRun", "task")
    return {
        "position": scene.random.randint(0, 12),
        "viewId": None,
        "forWorkspaceMemberId": scene.member.id,
        "personId": scene.person.id,
        "companyId": None,
        "favoriteFolderId": None,
        "noteId": None,
        "dashboardId": None,
        **{f"{other}Id": None for other in others},
    }


def favorite_folder(scene: Scene) -> Fields:
    name = scene.choose(("Customers", "This week", "Watch list"))
    return {"name": name, "position": scene.random.randint(0, 12)}


def custom(scene: Scene) -> Fields:
    """Any object of a workspace's own: all that is known of it is its name."""
    return {"name": scene.choose(vocabulary.CUSTOM_NAMES)}


def _one_target(scene: Scene) -> Fields:
    # One of the targets is set; the names of the columns changed in 1.18.
    ids = {"Company": scene.company_id, "Person": scene.person.id, "Opportunity": None}
    if scene.random.random() < 0.5:
        ids["Company"] = None
    else:
        ids["Person"] = None
    return {f"target{name}Id": value for name, value in ids.items()} | {
        f"{name.lower()}Id": value for name, value in ids.items()
    }
