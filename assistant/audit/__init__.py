"""Audit a report against itself."""

from assistant.audit.record import Finding, FindingKind, Severity

__all__ = ["Finding", "FindingKind", "Severity"]
