"""A tiny rulebook to test with: every construct of the language once, in a dozen rows."""

from __future__ import annotations

from pathlib import Path

HEADS = {
    "rulebook.csv": "key,value",
    "sources.csv": "code,kind,title_ro,title_en,article,date,address,label,note",
    "parameters.csv": "code,value,unit,since,until,source,confirmed,note_ro,note_en,label_ro,label_en",
    "facts.csv": "code,subject,type,choices,unit,minimum,maximum,domain,label_ro,label_en,question_ro,question_en,"
    "choice_labels_ro,choice_labels_en,source,amc,used",
    "derived.csv": "code,subject,type,expression,label_ro,label_en,source",
    "vulnerabilities.csv": "code,domain,need_to_know,subject,severity_note,name_ro,name_en,meaning_ro,meaning_en,source,"  # noqa: E501
    "amc,confirmed,hg691_domain,since,until",
    "services.csv": "code,verb,lead,support,domain,name_ro,name_en,first_due_days,severe_from,severe_due_days,rhythm_days,"  # noqa: E501
    "rhythm_times,propose,vulnerabilities,amc,hg867,source,confirmed,rhythm_note_ro,rhythm_note_en",
    "roles.csv": "code,name_ro,name_en,level,sees,acts,source,note",
}


def fact(code: str, subject: str, type_: str, choices: str = "", low: str = "", high: str = "") -> str:
    labels = "|".join(f"{choice}=este {choice}" for choice in choices.split("|") if choice)
    english = labels.replace("=este", "=is")
    return f"{code},{subject},{type_},{choices},,{low},{high},general,{code},{code},,,{labels},{english},LAW,,yes"


def vulnerability(code: str, subject: str, domain: str = "health", since: str = "", until: str = "") -> str:
    return f"{code},{domain},general,{subject},,Nume {code},Name {code},Înțeles,Meaning,LAW,,yes,,{since},{until}"


def service(code: str, propose: str, vulnerabilities: str, due: str = "", severe: str = ",") -> str:
    return (
        f"{code},support,social_worker,,general,Serviciu {code},Service {code},{due},{severe},,,{propose},"
        f"{vulnerabilities},,,LAW,yes,,"
    )


ROWS: dict[str, list[str]] = {
    "rulebook.csv": [
        "name,tiny",
        "version,1.0",
        "valid_since,2026-01-01",
        "language,ro",
        "title_ro,Mică",
        "title_en,Tiny",
    ],
    "sources.csv": ["LAW,law,Legea,The law,1,2020,https://example.org,S,"],
    "parameters.csv": [
        "vmi,346,lei,2024-01-01,2026-06-01,LAW,yes,,,VMI,VMI",
        "vmi,366,lei,2026-06-01,,LAW,yes,,,VMI,VMI",
        "fam,879,lei,,,LAW,yes,,,VMI,VMI",
    ],
    "facts.csv": [
        fact("h_adults", "household", "number", low="0", high="30"),
        fact("h_children", "household", "number", low="0", high="30"),
        fact("h_income", "household", "number", low="0", high="1000000"),
        fact("h_rooms", "household", "number", low="0", high="50"),
        fact("h_hazards", "household", "set", "damp|roof|structural|fire|none"),
        fact("h_dwelling", "household", "choice", "house|flat|improvised|none"),
        fact("a_gp", "adult", "boolean"),
        fact("a_alcohol", "adult", "choice", "none|occasional|dependence"),
        fact("c_gp", "child", "boolean"),
        fact("c_enrolled", "child", "boolean"),
        fact("c_ever_enrolled", "child", "boolean"),
        fact("c_mother", "child", "choice", "present|abroad|deceased"),
        fact("c_father", "child", "choice", "present|abroad|deceased"),
        fact("c_abs_h", "child", "number", low="0", high="500"),
        fact("g_week", "pregnant", "number", low="0", high="45"),
        fact("g_gp", "pregnant", "boolean"),
    ],
    "derived.csv": [
        "adj_income,household,number,h_income / (1 + 0.5*(h_adults-1) + 0.5*h_children),Venit,Income,LAW",
        "infants,household,number,count(child: age_m < 12),Sugari,Infants,LAW",
        "adult_no_gp,household,boolean,any(adult: a_gp = no),Adult,Adult,LAW",
        "needed,household,number,1 + ceil(count(member: age_y < 12) / 2) + count(member: age_y >= 12),Camere,Rooms,LAW",
        "absent_all,household,number,sum(child: c_abs_h),Absențe,Absences,LAW",
    ],
    "vulnerabilities.csv": [
        vulnerability("EC01", "household", "economic"),
        vulnerability("EC02", "household", "economic"),
        vulnerability("LO02", "household", "housing"),
        vulnerability("LO03", "household", "housing"),
        vulnerability("FA01", "child", "family"),
        vulnerability("FA02", "child", "family"),
        vulnerability("FA09", "child", "family"),
        vulnerability("ED03", "child", "education"),
        vulnerability("SA01", "child"),
        vulnerability("CR06", "adult", "risk"),
        vulnerability("SM01", "pregnant", "maternal"),
        vulnerability("SM03", "pregnant", "maternal"),
    ],
    "services.csv": [
        service("W01", "finding", "EC01|EC02", "15"),
        service("W02", "finding", "ED03|FA01", "30", "3,2"),
        service("W03", "finding", "CR06|LO03"),
        service("S04", "household_once", "*", "30"),
        service("P02", "never", "*"),
    ],
    "roles.csv": ["social_worker,Asistent social,Social worker,commune,general|violence,interview|plan,LAW,"],
    "tables/EC01.csv": ["row,severity,adj_income,note_ro,note_en", "1,3,< P.vmi,,"],
    "tables/EC02.csv": ["row,severity,adj_income,note_ro,note_en", "1,2,[P.vmi..P.fam),,"],
    "tables/LO02.csv": ["row,severity,h_rooms,note_ro,note_en", "1,2,< needed,,"],
    "tables/LO03.csv": [
        "row,severity,h_hazards,infants,h_dwelling,note_ro,note_en",
        "1,2,size >= 2,-,-,,",
        '2,3,"has(structural,fire)",,,,',
        "3,3,-,>= 1,improvised,,",
        "4,4,-,-,none,,",
    ],
    "tables/FA01.csv": [
        "row,severity,c_mother,c_father,note_ro,note_en",
        '1,3,abroad,"abroad,deceased",,',
        "2,3,deceased,abroad,,",
    ],
    "tables/FA02.csv": [
        "row,severity,FA01,c_mother,c_father,note_ro,note_en",
        "1,1,absent,abroad,,,",
        "2,1,absent,,abroad,,",
    ],
    "tables/FA09.csv": [
        "row,severity,LO03,CR06,c_mother,note_ro,note_en",
        "1,2,present,,not(present),,",
        "2,3,,present,,,",
    ],
    "tables/ED03.csv": ["row,severity,age_y,c_ever_enrolled,c_enrolled,note_ro,note_en", "1,3,[6..18),yes,no,,"],
    "tables/SA01.csv": [
        "row,severity,c_gp,age_d,adult_no_gp,note_ro,note_en",
        "1,2,no,> 30,-,,",
        "2,1,-,-,yes,,",
    ],
    "tables/CR06.csv": ["row,severity,a_alcohol,note_ro,note_en", "1,3,dependence,,", "2,2,not(none),,"],
    "tables/SM01.csv": ["row,severity,g_gp,g_week,note_ro,note_en", "1,2,no,,,", "2,3,no,> 12,,"],
    "tables/SM03.csv": ["row,severity,g_week,age_y,note_ro,note_en", "1,3,> 0,< 18,,", "2,4,> 0,< 16,,"],
}


def write(folder: Path, **changes: object) -> Path:
    """Writes the tiny rulebook; `changes` maps a file's name (dots and slashes as `__`) to its rows, or None to leave it out."""  # noqa: E501
    files = ROWS | {name.replace("__", "/") + ".csv": rows for name, rows in changes.items()}
    for file, rows in files.items():
        if rows is None:
            continue
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        head = [HEADS[file]] if file in HEADS else []
        path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")  # type: ignore[misc]
    return folder


def with_row(file: str, row: str) -> dict[str, object]:
    """The change that adds one row to a file."""
    return {file.removesuffix(".csv").replace("/", "__"): [*ROWS[file], row]}


def with_rows(file: str, rows: list[str] | None) -> dict[str, object]:
    """The change that gives a file other rows."""
    return {file.removesuffix(".csv").replace("/", "__"): rows}
