"""A rulebook of six vulnerabilities in four domains, small enough to know by heart."""

from __future__ import annotations

from pathlib import Path

from tests.unit.method.tiny import HEADS

EMPTY = ("deadlines.csv", "indicators.csv", "published.csv")


def _fact(code: str, subject: str, type_: str, domain: str, choices: str = "") -> str:
    labels = "|".join(f"{choice}=este {choice}" for choice in choices.split("|") if choice)
    return (f"{code},{subject},{type_},{choices},,,,{domain},Eticheta {code},Label {code},Întrebare {code}?,"
            f"Question {code}?,{labels},{labels.replace('este', 'is')},LAW,,yes")


def _vulnerability(code: str, subject: str, domain: str, need_to_know: str) -> str:
    return f"{code},{domain},{need_to_know},{subject},,Nume {code},Name {code},Înțeles,Meaning,LAW,,yes,,,"


ROWS: dict[str, list[str]] = {
    "rulebook.csv": [
        "name,small", "version,1.0", "valid_since,2020-01-01", "language,ro", "title_ro,Mică", "title_en,Small",
    ],
    "sources.csv": ["LAW,law,Legea,The law,art. 1,2020,https://example.org,S,"],
    "parameters.csv": ["poor,500,lei,,,LAW,yes,,,Prag,Line"],
    "facts.csv": [
        _fact("h_members", "household", "number", "general"),
        _fact("h_income", "household", "number", "economic"),
        _fact("h_hazards", "household", "set", "housing", "damp|roof|fire"),
        _fact("a_alcohol", "adult", "choice", "health_detail", "none|frequent|dependence"),
        _fact("c_enrolled", "child", "boolean", "education"),
        _fact("c_phys", "child", "choice", "violence", "none|suspected|confirmed"),
    ],
    "derived.csv": ["per_head,household,number,h_income / h_members,Venit pe om,Income a head,LAW"],
    "vulnerabilities.csv": [
        _vulnerability("EC01", "household", "economic", "economic"),
        _vulnerability("LO02", "household", "housing", "housing"),
        _vulnerability("ED03", "child", "education", "education"),
        _vulnerability("VI01", "child", "violence", "violence"),
        _vulnerability("FA09", "child", "family", "family"),
        _vulnerability("CR06", "adult", "risk", "risk"),
    ],
    "services.csv": [
        "W01,support,social_worker,,general,Serviciu,Service,15,,,,,finding,EC01|ED03,,,LAW,yes,,",
    ],
    "roles.csv": [
        "social_worker,Asistent social,Social worker,commune,"
        "general|economic|housing|family|education|health|violence|risk,"
        "interview|register_people|judge_finding|plan|visit|deliver|refer|case,LAW,",
        "health_mediator,Mediator sanitar,Health mediator,commune,general|health|housing|family,"
        "interview|judge_finding,LAW,",
    ],
    "tables/EC01.csv": ["row,severity,per_head,note_ro,note_en", "1,3,< P.poor,,"],
    "tables/LO02.csv": ["row,severity,h_hazards,note_ro,note_en", "1,2,size >= 2,,", "2,3,has(fire),,"],
    "tables/ED03.csv": ["row,severity,age_y,c_enrolled,note_ro,note_en", "1,3,[6..18),no,,"],
    "tables/VI01.csv": ["row,severity,c_phys,note_ro,note_en", "1,3,suspected,,", "2,4,confirmed,,"],
    "tables/FA09.csv": ["row,severity,LO02,VI01,note_ro,note_en", "1,1,present,,,", "2,3,,present,,"],
    "tables/CR06.csv": ["row,severity,a_alcohol,note_ro,note_en", "1,2,frequent,,", "2,3,dependence,,"],
}


def write(folder: Path, **changes: list[str]) -> Path:
    """Write it into a folder; `changes` maps a file's name (slashes as `__`, no ending) to other rows."""
    files = ROWS | {name.replace("__", "/") + ".csv": rows for name, rows in changes.items()}
    for file, rows in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        head = [HEADS[file]] if file in HEADS else []
        path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return folder
