"""What textbooks claim of all companies, tested on the customers of one."""

from regulars.methods.textbook.claims import CLAIMS, Claim
from regulars.methods.textbook.textbook import Answer, Textbook, TextbookVerdict, judged, textbook

__all__ = ["CLAIMS", "Answer", "Claim", "Textbook", "TextbookVerdict", "judged", "textbook"]
