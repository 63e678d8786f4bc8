"""The pages that take a file read it into memory, up to what a tablet can make, and never onto a disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from vatra.wire.body import MOST_BYTES

View = Callable[..., HttpResponse]


class OneFile(FileUploadHandler):
    """Keeps the first file of a form; of one that is too long only that it was."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin, unless there was one."""
        if hasattr(self, "kept"):
            raise SkipFile
        super().new_file(*args, **kwargs)
        self.kept = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Add what fits, and one byte more, which tells that it does not."""
        self.kept += raw_data[:MOST_BYTES + 1 - len(self.kept)]

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        """The file under a name of ours: what its sender called it is nobody's business."""
        return SimpleUploadedFile("file", bytes(self.kept))


def takes_file(view: View) -> View:
    """For a page that takes a file: its form is checked against forgery once the way to read the file is laid."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [OneFile(request)]
        return checked(request, *args, **kwargs)

    return answer
