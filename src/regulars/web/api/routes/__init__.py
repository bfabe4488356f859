"""What programs may ask and do: one noun a file. Importing them fills the API."""

from regulars.web.api.routes import about, cases, customers, purchases, segments

__all__ = ["about", "cases", "customers", "purchases", "segments"]
