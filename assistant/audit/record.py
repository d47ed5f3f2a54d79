"""What an audit says about a report: findings, each with the cells that it compares."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.answer import Citation

FindingKind = Literal["mismatch", "arithmetic", "target_missed", "wording", "behind_schedule"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or may be, inside a report.

    `message` is one line of Chinese that names the figures and shows the arithmetic; its marks [1], [2] are the numbers
    of `citations`, which are counted anew in each finding.
    """

    kind: FindingKind
    severity: Severity
    message: str
    citations: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        """The record of the machine interface."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message,
            "citations": [asdict(citation) for citation in self.citations],
        }
