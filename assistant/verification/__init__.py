"""Verify a draft: what the reports support, contradict or don't hold, figure by figure."""

from assistant.verification.record import Claim, ClaimFigure, FigureVerdict, Reason, Verdict, Verification
from assistant.verification.verifier import Verifier

__all__ = ["Claim", "ClaimFigure", "FigureVerdict", "Reason", "Verdict", "Verification", "Verifier"]
