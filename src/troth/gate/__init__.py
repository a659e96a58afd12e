"""
The gate: may this purpose use data about this person now, on this channel, for this recipient?

Use needs a known yes. The answer is that of the claims (docs/explanation/claims.md), with its reason in words:
from Troth's own database alone where facts alone tell, from the operator's stores where a clock or a record does.
"""

from troth.gate.model import Answer, Because, Condition, Must, No, Question, Reason, Yes
from troth.gate.warm import Gate

__all__ = ["Answer", "Because", "Condition", "Gate", "Must", "No", "Question", "Reason", "Yes"]
