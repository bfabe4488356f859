"""Files as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class FilesConfig(AppConfig):
    """Kept files. When an object goes, whatever app it is of, its files go with it."""

    name = "regulars.web.files"
    label = "files"

    def ready(self) -> None:
        """Watch deletions."""
        from regulars.web.files.leaving import owner_left

        post_delete.connect(owner_left, dispatch_uid="files_owner_left")
