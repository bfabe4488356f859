"""The models of imports."""

from regulars.web.imports.models.saved import SavedMapping
from regulars.web.imports.models.upload import Kind, Stage, Upload

__all__ = ["Kind", "SavedMapping", "Stage", "Upload"]
