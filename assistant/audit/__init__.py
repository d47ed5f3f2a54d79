"""Audit a report against itself."""

from assistant.audit.checks import audit
from assistant.audit.record import Finding, FindingKind, Severity

__all__ = ["Finding", "FindingKind", "Severity", "audit"]
