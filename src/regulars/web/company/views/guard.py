"""The company is one: a permission for a part of it does not open its settings."""

from __future__ import annotations

from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission

for_administrators = needs(Permission.MANAGE_COMPANY, whole=True)
