"""The figures of the reports that a figure of a draft may be, and how each fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.verification.ledger import Entry, Ledger
from assistant.verification.likeness import Rarity, closeness, covered, missing, names_all
from assistant.verification.mention import Mention
from assistant.verification.record import Reason
from assistant.verification.sense import (
    Role,
    basis_of,
    direction_of,
    end_of,
    is_budget,
    is_change,
    is_gap,
    is_negated,
    is_of_plan,
    is_share,
    is_spent,
    is_total,
    role_of,
    says_target,
    scope_of,
    standing_of,
)
from assistant.verification.setting import Setting
from assistant.verification.values import agrees, comparable, quotes
from corpus import Period, fold

_COMPLETION = re.compile(r"(?:完成|进度|工作量|推进|达)(?!.*占)")
LEAST = 0.02  # likeness below which a figure is not looked at any further
Fit = Literal["same", "open", "other"]


@dataclass(frozen=True)
class Candidate:
    """A figure that the draft's may be.

    `likeness`, `named` and `answered` (0–1): how far the words agree, how far the draft's stand by the report's figure, and
    the report's in the draft; `closeness`: how far what names both agrees, and nothing around it. `whole`: the draft
    names all that names the report's figure; `missing`: a noun of the draft stands nowhere near that, `unnamed`: one of the
    report's nowhere near the draft's. `is_total`: others are counted out of it; `narrower`: it is of a part (市本级), where
    the draft names none. `period`, `role_fits`, `scope_fits` and `direction_fits`: whether both are said of the same
    months, in the same role, of the same whole, with the same sign and basis.
    """

    entry: Entry
    likeness: float
    named: float
    answered: float
    closeness: float
    whole: bool
    narrower: bool
    is_total: bool
    missing: bool
    unnamed: bool
    period: Fit
    role_fits: bool
    scope_fits: bool
    direction_fits: bool
    comparable: bool
    agrees: bool

    @property
    def in_place(self) -> bool:
        """Whether it is the figure of the period, role and scope that the draft speaks of."""
        return self.period != "other" and self.role_fits and self.scope_fits

    @property
    def fits(self) -> bool:
        """Whether only its words and its value are left to compare."""
        return self.in_place and self.direction_fits

    @property
    def is_passing(self) -> bool:
        """Whether it is the quarter's, where the draft names no months and so means all of them."""
        return self.period == "open" and self.entry.cell.column == "quarter_progress"

    @property
    def is_threshold(self) -> bool:
        """Whether it stands in the name of something (50 万元以上的村) and measures nothing."""
        return self.entry.figure.role == "other" and self.entry.figure.comparator != "eq"

    @property
    def support(self) -> float:
        """How far its words speak for it where its value agrees: the draft may say more than the report."""
        return max(self.likeness, 0.6 * self.answered * (self.answered > 0.5))

    @property
    def misfit(self) -> Reason:
        """What doesn't fit."""
        if not self.role_fits:
            return "target"
        if self.period == "other":
            return "period"
        return "metric" if not self.scope_fits else "direction"

    @property
    def rank(self) -> float:
        """What to sort by, best first: the words, then the period, then the cumulative column."""
        cumulative = self.entry.cell.column != "quarter_progress"
        return -(self.likeness + 0.06 * (self.period == "same") + 0.02 * cumulative)


def candidates_for(mention: Mention, *, setting: Setting, ledger: Ledger, latest: frozenset[str]) -> list[Candidate]:
    """The figures of the reports that the draft's may be, best first."""
    role = role_of(mention)
    found = []
    for entry in ledger.near(mention, within=setting.documents):
        if entry.figure.kind != mention.figure.kind and not comparable(mention.figure, entry.figure):
            continue
        named = covered(mention, entry.mention, rarity=ledger.rarity)
        answered = covered(entry.mention, mention, rarity=ledger.rarity)
        ranked = mention.rank is not None and mention.rank == entry.mention.rank
        if named * answered > LEAST or answered > 0.5 or ranked or agrees(mention.figure, entry.figure):
            found.append(
                _candidate(
                    mention, entry, named, answered, rarity=ledger.rarity, setting=setting, role=role, latest=latest
                )
            )
    return sorted(found, key=lambda c: c.rank)


def _candidate(
    mention: Mention,
    entry: Entry,
    named: float,
    answered: float,
    *,
    rarity: Rarity,
    setting: Setting,
    role: Role,
    latest: frozenset[str],
) -> Candidate:
    return Candidate(
        entry=entry,
        likeness=named * (0.4 + 0.6 * answered),
        named=named,
        answered=answered,
        closeness=closeness(mention, entry.mention, rarity=rarity),
        whole=names_all(mention, entry.mention),
        narrower=scope_of(mention) is None and scope_of(entry.mention) == "own",
        is_total=is_total(entry.mention),
        missing=missing(mention, entry.mention),
        unnamed=missing(entry.mention, mention),
        period=period_fit(entry, setting=setting, role=role, latest=latest),
        role_fits=role_fits(role, entry) and _speaks_of_completion(mention, entry),
        scope_fits=_scope_fits(mention, entry.mention),
        direction_fits=_direction_fits(mention, entry.mention),
        comparable=comparable(mention.figure, entry.figure) and _alike(mention, entry.mention, role=role),
        agrees=_agrees(mention, entry, role=role),
    )


def _agrees(mention: Mention, entry: Entry, *, role: Role) -> bool:
    """Whether the values agree; a target is quoted, not compared with."""
    if role == "target" and entry.is_demanded:
        return quotes(mention.figure, entry.figure)
    return agrees(mention.figure, entry.figure)


def _alike(mention: Mention, other: Mention, *, role: Role) -> bool:
    """Whether both say the same sort of thing: a change or a level, what is or what isn't, all there are or the new ones."""
    if is_share(mention) and is_share(other) and is_of_plan(mention) != is_of_plan(other):
        return False
    if is_negated(mention) != is_negated(other) or (_is_to_target(mention) and not _is_to_target(other)):
        return False
    if (role == "change") != is_change(other) and not (role == "target" and is_change(mention) == is_change(other)):
        return role == "target"
    return is_change(mention) or {standing_of(mention), standing_of(other)} != {"stock", "new"}


def _is_to_target(mention: Mention) -> bool:
    """Whether the figure is the distance to something else than an earlier time."""
    return is_gap(mention) and basis_of(mention) is None


def _same_basis(mention: Mention, other: Mention) -> bool:
    bases = {basis_of(mention), basis_of(other)}
    return len(bases) == 1 or (None in bases and "average" not in bases)


def role_fits(role: Role, entry: Entry) -> bool:
    """Whether a figure of a report has the role that the draft gives it."""
    if entry.cell.column == "completion_pct" and role == "target":
        return False
    if role == "target":
        return entry.is_demanded or says_target(entry.mention)
    if role == "budget":
        return entry.figure.role != "target"
    if entry.figure.role == "target" or (entry.figure.kind == "money" and _is_set_aside(entry)):
        return False
    return entry.cell.column != "criteria" or entry.figure.role == "other"


def _speaks_of_completion(mention: Mention, entry: Entry) -> bool:
    """Whether a goal's own percentage may be meant at all: the share of something else is not it."""
    return entry.cell.column != "completion_pct" or bool(_COMPLETION.search(f"{mention.subject} {mention.own}"))


def _is_set_aside(entry: Entry) -> bool:
    words = f"{entry.mention.subject} {entry.mention.own}" if entry.mention.leans else entry.mention.own
    return is_budget(words) or (entry.figure.role == "budget" and not is_spent(words))


def _scope_fits(mention: Mention, other: Mention) -> bool:
    claimed, stated = scope_of(mention), scope_of(other)
    return claimed is None or stated is None or claimed == stated


def _direction_fits(mention: Mention, other: Mention) -> bool:
    claimed, stated = direction_of(mention), direction_of(other)
    if (claimed and stated and claimed != stated) or not _same_basis(mention, other):
        return False
    ends = end_of(mention), end_of(other)
    return None in ends or ends[0] == ends[1]


def period_fit(entry: Entry, *, setting: Setting, role: Role, latest: frozenset[str]) -> Fit:
    """Whether the figure is of the months and the year that the draft speaks of."""
    year = setting.year or (setting.period and setting.period.year)
    if year and entry.year and year != entry.year and not re.search(rf"(?<!\d){year}(?!\d)", fold(entry.passage.text)):
        return "other"
    if not year and entry.document.doc_id not in latest:
        return "other"
    if setting.period is None or entry.period is None or (role == "target" and entry.is_demanded):
        return "open"
    return "same" if _months(setting.period) == _months(entry.period) else "other"


def _months(period: Period) -> tuple[int, int]:
    return (period.first, period.last)
