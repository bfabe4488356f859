"""The models of service."""

from regulars.web.service.models.finding import Finding
from regulars.web.service.models.visit import Visit

__all__ = ["Finding", "Visit"]
