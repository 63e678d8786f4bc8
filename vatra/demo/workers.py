"""The workers of the demo county and the roles they hold: every profession, every level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.county import STAFF, Share
from vatra.demo.names import names
from vatra.places.names import searched

PREFIX = "demo."
COUNTY = "BC"
SHORT = {
    "social_worker": "as", "community_nurse": "amc", "school_counsellor": "consilier", "school_mediator": "mediator",
    "health_mediator": "sanitar", "social_technician": "tehnician", "head": "sef", "mayor": "primar",
    "council_member": "ccs",
}
# One of each beside the 154: who leads, who supervises, who looks at numbers.
EVERYWHERE = ("head", "mayor", "council_member")
OF_COUNTY = {
    "supervisor_dgaspc": "dgaspc", "supervisor_dsp": "dsp", "supervisor_isj": "isj", "supervisor_cjrae": "cjrae",
    "county_council": "judet",
}
OF_NATION = {"national": "national", "evaluator": "evaluator", "administrator": "administrator",
             "method_editor": "metodologie"}


@dataclass(frozen=True, slots=True)
class Login:
    """A name to sign in with, and what its worker is where."""

    username: str
    full_name: str
    role: str
    place: str


def engaged() -> bool:
    """Whether there are workers of the demo."""
    return get_user_model().objects.filter(username__startswith=PREFIX).exists()


def engage(shares: Sequence[Share], *, seed: int, since: date, password: str) -> None:
    """Make the workers and their roles, all with one password (hashed once)."""
    posts = list(_posts(shares))
    rng = Random(f"{seed}/workers")
    hashed, worker = make_password(password), get_user_model()
    workers = []
    for username, _role, _place, _commune, _county in posts:
        sex = rng.choices("fm", (4, 1))[0]
        full_name = f"{names().given(rng, sex, young=False)} {names().surname(rng)}"
        workers.append(worker(uuid=derived_uuid("demo worker", username), username=username, full_name=full_name,
                              password=hashed))
    worker.objects.bulk_create(workers, batch_size=500)
    made = worker.objects.in_bulk([one.username for one in workers], field_name="username")
    held: Any = worker._meta.get_field("roles_held").related_model
    held.objects.bulk_create([
        held(uuid=derived_uuid("demo role", username), worker=made[username], role=role, commune_id=commune,
             county_id=county, since=since)
        for username, role, _place, commune, county in posts
    ], batch_size=500)


def _posts(shares: Sequence[Share]) -> Iterable[tuple[str, str, str, int | None, str | None]]:
    """(username, role, place, commune, county) of every post."""
    for share, staff in zip(shares, _staff(shares), strict=True):
        for role, count in {**staff, **dict.fromkeys(EVERYWHERE, 1)}.items():
            for number in range(1, count + 1):
                name = f"{PREFIX}{_slug(share.place.name)}.{SHORT[role]}{number if count > 1 else ''}"
                yield name, role, share.place.name, share.place.siruta, None
    for role, short in OF_COUNTY.items():
        yield f"{PREFIX}{short}", role, "Bacău", None, COUNTY
    for role, short in OF_NATION.items():
        yield f"{PREFIX}{short}", role, "România", None, None


def _staff(shares: Sequence[Share]) -> list[dict[str, int]]:
    """Who works where, with somebody of every profession, however few communities are told.

    One of the social workers is a technician, as the published figures count them; who is missing works in the first.
    """
    every = [dict(share.staff) for share in shares]
    several = next((staff for staff in every if staff["social_worker"] > 1), None)
    if several:
        several["social_worker"] -= 1
        several["social_technician"] = 1
    for role in ("social_technician", *STAFF):
        if not any(staff.get(role) for staff in every):
            every[0][role] = 1
    return every


def _slug(name: str) -> str:
    return searched(name).replace(" ", "-")


def teams(shares: Sequence[Share]) -> dict[int, dict[str, list[Any]]]:
    """The workers of each local authority by role, in the order of their names."""
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    workers = get_user_model().objects.filter(username__startswith=PREFIX).order_by("username")
    for worker in workers.prefetch_related("roles_held"):
        for held in worker.roles_held.all():
            if held.commune_id is not None:
                found[held.commune_id][held.role].append(worker)
    return found


def one_of_each_role() -> list[Login]:
    """The first worker of every role, the roles in the order of the staircase: commune, county, nation."""
    found: dict[str, Login] = {}
    workers = get_user_model().objects.filter(username__startswith=PREFIX).order_by("id")
    for worker in workers.prefetch_related("roles_held__commune", "roles_held__county"):
        for held in worker.roles_held.all():
            place = held.commune or held.county
            found.setdefault(held.role, Login(worker.username, worker.full_name, held.role, str(place or "România")))
    order = [*STAFF, "social_technician", *EVERYWHERE, *OF_COUNTY, *OF_NATION]
    return sorted(found.values(), key=lambda login: order.index(login.role))


def worker_of(team: dict[str, list[Any]]) -> Callable[[Act], Any]:
    """Who of a team does an act: the profession it asks for, else a social worker; a household keeps its worker."""

    def chosen(act: Act) -> Any:
        hands = team.get(act.role) or team["social_worker"]
        return hands[(act.household or act.uuid).int % len(hands)]

    return chosen
