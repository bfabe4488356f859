"""A report -> a page, a PDF, a workbook, JSON, the terminal. All show the same figures, from one rendering."""

from regulars.documents.chart import CHART_FORMATS, write_chart
from regulars.documents.data import to_json
from regulars.documents.errors import DocumentsError, UnknownFormatError, UnwritableError
from regulars.documents.notebook import Shown, show
from regulars.documents.terminal import print_report
from regulars.documents.write import FORMATS, write_report

__all__ = [
    "CHART_FORMATS",
    "FORMATS",
    "DocumentsError",
    "Shown",
    "UnknownFormatError",
    "UnwritableError",
    "print_report",
    "show",
    "to_json",
    "write_chart",
    "write_report",
]
