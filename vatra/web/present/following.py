"""What will follow from a life event, said before it is kept: the case, the plan, findings, access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vatra.web.templatetags.page import day_in_words

if TYPE_CHECKING:
    from vatra.web.screens.opening import Opened


def _case(home: Opened) -> str:
    if home.case is None:
        return _("There is no open case here.")
    return _("The case opened on %(day)s stays open at this household.") % {"day": day_in_words(home.case.opened_on)}


def of_split(home: Opened) -> list[str]:
    """Who goes takes what is theirs; the rest stays."""
    goes = [] if home.case is None else [
        _("If the case goes with those who leave, they get one with the same days: no deadline begins anew."),
    ]
    return [
        _case(home), *goes,
        _("What was found of a person and the needs agreed go with that person."),
        _("What was answered about the dwelling and the income stays; the new household is asked anew."),
    ]


def of_join(home: Opened, other: Opened) -> list[str]:
    """One household ends, everything goes on in the other."""
    said = [_("The other household ends on that day; its history stays readable."), _case(home)]
    if other.case is not None:
        said.append(_("The other household's case, opened on %(day)s, goes on here; what its plan promised is kept.")
                    % {"day": day_in_words(other.case.opened_on)})
    return [*said, _("This is for two real families that live together from now on. A family written down twice is "
                     "merged under “To settle”.")]


def of_union(home: Opened) -> list[str]:
    """A child who lives as married is found so."""
    return [
        _("Nobody moves by this. When they come to live together, record that too."),
        _("Of someone under 18 the method finds an early union (Law 272/2004): a visit within 72 hours follows."),
        _case(home),
    ]


def of_gone(home: Opened) -> list[str]:
    """The parent is no member; the children are found to be without that parent."""
    return [
        _("If the parent is in the register, he or she is no longer a member from that day, until coming back."),
        _("The method finds at once what it means for the children: one parent abroad, both, or leaving without "
          "notice; visits every 2 months follow."),
        _("When no adult stays with the children, an emergency is found."),
        _case(home),
    ]


def of_back(home: Opened) -> list[str]:
    """The parent is a member again; findings about the absence end."""
    return [
        _("From that day the parent is present for these children; what was found because of the absence ends, and "
          "so do its visits."),
        _case(home),
    ]


def of_placing(home: Opened) -> list[str]:
    """The child lives elsewhere; the family's case stays."""
    return [
        _("The child is no longer a member here from that day. What was found of the child ends here, without "
          "having been met."),
        _("The family's case stays open: the child may come back, and the plan is the way there."),
        _case(home),
    ]


def of_return(home: Opened) -> list[str]:
    """The child is followed for a year."""
    return [
        _("The child is a member again. For 12 months the method finds a child reintegrated into the family, to be "
          "followed (Order 286/2006)."),
        _case(home),
    ]


def of_handing(home: Opened) -> list[str]:
    """Nothing ends until the other team answers."""
    return [
        _("The other team sees who comes, since when, and whether there is an open case; nothing more until it takes "
          "the household over."),
        _("Until then the household stays yours: case, plan and deadlines run on."),
        _("Once it is taken over, everything goes on there. Your tablets let their copy go at the next sync; what they "
          "send later about days before reaches the new team."),
        _case(home),
    ]
