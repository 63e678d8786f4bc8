"""The command line: each subcommand is loaded only when it is called, so that `vatra --help` is quick."""

from __future__ import annotations

import os
from importlib import import_module

import click

# name: (module, attribute, one line for --help)
COMMANDS = {
    "assess": ("vatra.cli.assess", "assess", "Findings for one household, or for a whole population."),
    "audit": ("vatra.cli.audit", "audit", "Verify the record of who read and changed what."),
    "backup": ("vatra.cli.backup", "backup", "Copy the register while everybody works."),
    "compare": ("vatra.cli.compare", "compare", "Compare a list of children with a commune: who is missing?"),
    "demo": ("vatra.cli.demo", "demo", "Fill an empty register with a synthetic county."),
    "docs": ("vatra.cli.docs", "docs", "Write the generated reference chapters."),
    "import": ("vatra.cli.import_", "import_", "Bring in submissions of ODK tools."),
    "manage": ("vatra.cli.manage", "manage", "Django's own management commands."),
    "notices": ("vatra.cli.notices", "notices", "Tell workers by e-mail and SMS that something waits."),
    "paper": ("vatra.cli.paper", "paper", "Print one paper of a household, or its blank form, as a PDF."),
    "places": ("vatra.cli.places", "places", "The register of counties, communes, schools and providers."),
    "reassess": ("vatra.cli.reassess", "reassess", "Bring findings up to date with a day and a rulebook."),
    "rebuild": ("vatra.cli.rebuild", "rebuild", "Derive everything again from the register, or check that it agrees."),
    "register": ("vatra.cli.register", "register", "Verify the register's chains; redact by law; new epochs."),
    "restore": ("vatra.cli.backup", "restore", "Put a backup in the place of the register."),
    "results": ("vatra.cli.results", "results", "Count the indicators, for the pages and for files."),
    "rulebook": ("vatra.cli.rulebook", "rulebook", "Check, explain, compare and edit a rulebook."),
    "serve": ("vatra.cli.serve", "serve", "Serve the office pages and the API."),
    "story": ("vatra.cli.story", "story", "One child at every step of the flow."),
    "synth": ("vatra.cli.synth", "synth", "A synthetic nation, to see what counting it takes."),
    "study": ("vatra.cli.study", "study", "Register studies, count their rounds, make evidence packs."),
    "workers": ("vatra.cli.workers", "workers", "Accounts of workers, and the roles they hold."),
}
WITHOUT_DATABASE = {"assess", "rulebook"}


class Commands(click.Group):
    """The subcommands of `vatra`, loaded by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one subcommand; Django is set up only for those that need the database."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _summary = COMMANDS[cmd_name]
        if cmd_name not in WITHOUT_DATABASE:
            import django

            django.setup()
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in self.list_commands(ctx)])


@click.command(cls=Commands)
@click.version_option(package_name="vatra")
def main() -> None:
    """Vatra: the shared case register of a community's social, health and school workers."""


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vatra.config.settings")
