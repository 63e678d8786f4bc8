"""What care needs of the rulebook in force: the clocks, the services, the names of findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from vatra.access import queries as access
from vatra.assessment import queries as assessment
from vatra.care.clocks import OF_A_COMMUNE, Clock, clock_of, clocks_of
from vatra.care.process import Calendar
from vatra.method import Program
from vatra.method.rulebook import Service


@dataclass(frozen=True, slots=True)
class ServiceOffered:
    """A service of the package: its names by language, who leads it, where it comes from."""

    code: str
    verb: str
    lead: tuple[str, ...]
    names: dict[str, str]
    article: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Package:
    """One rulebook as care reads it."""

    version: str
    clocks: tuple[Clock, ...]
    book_services: tuple[Service, ...]
    services: dict[str, ServiceOffered]
    articles: dict[str, tuple[str, bool]]  # service: source, confirmed
    domains: dict[str, str]  # need-to-know of a service or vulnerability
    labels: dict[str, dict[str, str]]  # deadline, service or vulnerability: language: name
    calendar: Calendar = field(default_factory=Calendar)  # after how many months the process moves on by itself
    commune_duties: dict[str, tuple[str, bool]] = field(default_factory=dict)  # of a commune: article, confirmed

    def label(self, code: str, language: str | None = None) -> str:
        """The name of a deadline, service or vulnerability, in Romanian when there is no other."""
        names = self.labels.get(code, {})
        return names.get((language or get_language() or "ro")[:2]) or names.get("ro") or code

    def may_know(self, code: str, domains: Collection[str]) -> bool:
        """Whether a reader of these domains may know of this service or finding; of one not known here, nobody."""
        return self.domains.get(code) in domains

    def shown(self, codes: Iterable[str], domains: Collection[str]) -> list[str]:
        """The codes that a reader of these domains may know."""
        return [code for code in codes if self.may_know(code, domains)]

    def may_know_act(
        self, service: str, codes: Collection[str], domains: Collection[str], roles: Collection[str] = ()
    ) -> bool:
        """An act is known to those who may know its service and a finding it is for.

        And to the roles that lead the service, for they give it: then perhaps without a reason.
        """
        return self.leads(service, roles) or (
            self.may_know(service, domains) and (not codes or bool(self.shown(codes, domains)))
        )

    def leads(self, service: str, roles: Collection[str]) -> bool:
        """Whether one of these roles leads a service."""
        offered = self.services.get(service)
        return offered is not None and not set(roles).isdisjoint(offered.lead)

    def not_for(self, domains: Collection[str], roles: Collection[str]) -> list[str]:
        """What stands on no list of a reader: services that may not be known, and what others supervise."""
        hidden = [code for code in self.services if not (self.may_know(code, domains) or self.leads(code, roles))]
        held = [] if supervises(roles) else [one.code for one in self.clocks if one.meets == "supervised"]
        return hidden + held

    def led_by(self, roles: Collection[str]) -> list[str]:
        """The services that one of these roles leads."""
        return [code for code in self.services if self.leads(code, roles)]


def supervises(roles: Collection[str]) -> bool:
    """Whether one of these roles supervises: a session of supervision is on its list and on nobody else's."""
    book = access.roles_book()
    return any(code in book and "supervise" in book[code].acts for code in roles)


def package_on(on: date) -> Package:
    """The package of the rulebook in force on a day."""
    return _package(assessment.rulebook_in_force(on=on))


@lru_cache(maxsize=8)
def _package(program: Program) -> Package:
    book = program.rulebook
    services = {service.code: _offered(service) for service in book.services}
    labels = {code: service.names for code, service in services.items()}
    labels |= {v.code: {"ro": v.row["name_ro"], "en": v.row["name_en"]} for v in book.vulnerabilities}
    labels |= {row["code"]: {"ro": row.get("label_ro", ""), "en": row.get("label_en", "")} for row in book.deadlines}
    return Package(
        version=book.version, clocks=clocks_of(book.deadlines), calendar=_calendar(book.deadlines),
        commune_duties={row["code"]: (clock_of(row).article, clock_of(row).confirmed) for row in book.deadlines
                        if row["starts_with"] in OF_A_COMMUNE},
        book_services=book.services, services=services,
        labels=labels,
        domains={s.code: s.domain or "general" for s in book.services}
        | {v.code: v.need_to_know for v in book.vulnerabilities},
        articles={code: (service.article, service.confirmed) for code, service in services.items()},
    )


def _calendar(rows: Iterable[Mapping[str, str]]) -> Calendar:
    """The months of the clocks by which the process moves on without anybody's act."""
    months = {row["code"]: clock_of(row).amount for row in rows if row["code"] in Calendar.__slots__}
    return Calendar(**months)


def _offered(service: Service) -> ServiceOffered:
    row = service.row
    return ServiceOffered(
        code=service.code, verb=service.verb, lead=tuple(service.lead),
        names={"ro": row["name_ro"], "en": row["name_en"]},
        article=(row.get("source") or "")[:200], confirmed=row.get("confirmed") == "yes",
    )
