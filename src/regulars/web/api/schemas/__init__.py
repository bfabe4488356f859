"""The shapes of what is sent and answered. Fields that are not described are refused."""
