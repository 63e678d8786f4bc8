"""No page takes a file: a form that brings one is refused before any of it is kept."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousFileOperation
from django.core.files.uploadhandler import FileUploadHandler


class NoFiles(FileUploadHandler):
    """Refuses files, and forms in parts that are longer than a form may be: Django counts only their fields."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Refuse by the length that was said, before reading."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if most is not None and content_length > most:
            raise RequestDataTooBig("a form is longer than DATA_UPLOAD_MAX_MEMORY_SIZE")

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SuspiciousFileOperation("no page takes a file")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing is kept."""

    def file_complete(self, file_size: int) -> None:
        """Nothing was kept."""
