"""Posts and lei that a change of the method moves: the weighted load of cases over what one social worker carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vatra.method import Program
from vatra.results import queries as results

CASE_MANAGER, PARTS_OF_A_POST = "social_worker", ("running", "employer_share", "load_per_post")


@dataclass(frozen=True, slots=True)
class PostsMoved:
    """Posts more (fewer below zero) and what they cost a year, as ranges: by costs.csv of the method in force.

    `load`: what one post carries. `post`: a post for a year in lei of `year`, pay with the employer's part and running
    costs. `confirmed`: whether all of its figures are.
    """

    posts: results.Range
    lei: results.Range
    load: results.Range
    post: results.Range
    year: int | None
    confirmed: bool

    def at(self, lei: int) -> results.Range:
        """The lei when a post costs so much."""
        return self.posts * lei


def posts_moved(weights: Mapping[str, int | None], before: Program) -> PostsMoved | None:
    """What the weights of cases move (see `Moved.weights`); None when one is withheld, or the rulebook has no costs."""
    figures = results.unit_costs(before.rulebook)
    inputs = results.inputs_of(figures)
    if inputs is None or None in weights.values():
        return None
    more = 0
    for pair, households in weights.items():
        was, now = map(int, pair.split(">"))
        more += (now - was) * (households or 0)
    load, post = inputs.load, inputs.post(CASE_MANAGER)
    posts = results.Range(more / load.high, more / load.mid, more / load.low)
    return PostsMoved(posts, posts.by(post), load, post, figures[CASE_MANAGER].year,
                      all(figures[code].confirmed for code in (CASE_MANAGER, *PARTS_OF_A_POST)))
