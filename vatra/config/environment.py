"""Every setting that a person who runs Vatra may give, by environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its default as a person reads it, and what it does."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("DATABASE_URL", "sqlite file in VATRA_HOME", "The register's database: sqlite:///… or postgresql://…"),
    Setting("VATRA_HOME", "./var", "The folder of the SQLite file and of the key; back it up."),
    Setting("VATRA_SECRET_KEY", "drawn once, kept in VATRA_HOME", "Signs sessions and forms; a new one signs all out."),
    Setting("VATRA_HOSTS", "127.0.0.1,localhost,[::1]", "Host names that the server answers to, separated by commas."),
    Setting("VATRA_HTTPS", "0", "1 when a proxy in front serves HTTPS: cookies are then sent over HTTPS only."),
    Setting("VATRA_TRUSTED_PROXIES", "none", "Addresses or networks of the proxies in front, separated by commas: what "
            "they say of the asker's address and of HTTPS is believed, what anybody else says is not."),
    Setting("VATRA_DEBUG", "0", "1 shows Django's error pages; never with real data."),
    Setting("VATRA_MAIL", "off", "How e-mail goes out: smtp://user:password@host:587, smtps://…:465, or console."),
    Setting("VATRA_MAIL_FROM", "vatra@localhost", "The address that e-mail comes from."),
    Setting("VATRA_SMS_FOLDER", "off", "A folder where SMS are laid down, one file each, for a modem's program."),
    Setting("VATRA_POPULATIONS", "none", "Files of children (.csv, .parquet) on which a change of the method may be "
            "tried on its page, paths separated by commas."),
    Setting("VATRA_RULEBOOK", "romania", "The rulebook in force: a shipped name, or the path of a folder."),
)


def given(name: str, default: str = "") -> str:
    """The variable's text, or the default when it is not set or empty.

    Raises KeyError for a variable that is not listed here, so that the manual stays whole.
    """
    if name not in {setting.name for setting in SETTINGS}:
        raise KeyError(name)
    return os.environ.get(name) or default
