"""`Idempotency-Key`: a POST that is sent twice is done once and answered twice alike, for a day."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from twoears.api.credentials import member_of
from twoears.api.problems import Problem
from twoears.team.actions import answer_kept, keep_answer
from twoears.team.models import KeptAnswer

KEY = "Idempotency-Key"
MAX_KEY = 200
_ROW = "kept_answer"


def in_one_piece(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What was done and what was answered are written in one transaction: after a crash it is both or neither."""

    @wraps(run)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _key(request):
            return run(request, *args, **kwargs)
        with transaction.atomic():
            answer = run(request, *args, **kwargs)
            _keep(request, answer)
        return answer

    return inner


def answered_before(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Answer as before where the key is known. Stands behind the credentials, so a replay needs them as well."""

    @wraps(operation)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = _key(request)
        if not key:
            return operation(request, *args, **kwargs)
        if len(key) > MAX_KEY:
            raise Problem(422, "The Idempotency-Key is too long.", [(f"header.{KEY}", f"at most {MAX_KEY} characters")])
        kept = answer_kept(member=member_of(request), key=key, asked=_asked(request))
        if kept.status:
            return _again(kept)
        setattr(request, _ROW, kept)
        return operation(request, *args, **kwargs)

    return inner


def may_repeat(path: str) -> bool:
    """Whether a POST may be sent twice without harm: a test records nothing.

    It also waits for places out there; a transaction around that would keep everybody else from writing.

    >>> may_repeat("/api/v1/sources/1/test"), may_repeat("/api/v1/sources")
    (True, False)
    """
    return path.endswith("/test")


def _key(request: HttpRequest) -> str:
    return request.headers.get(KEY, "") if request.method == "POST" and not may_repeat(request.path) else ""


def _asked(request: HttpRequest) -> str:
    return sha256(b"\0".join([request.get_full_path().encode(), request.body])).hexdigest()


def _keep(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Only what succeeded is kept: a refusal changed nothing, so asking again under the same key is harmless."""
    kept: KeptAnswer | None = getattr(request, _ROW, None)
    if kept is None:
        return
    if isinstance(answer, HttpResponse) and answer.status_code < 300:
        keep_answer(kept, status=answer.status_code, body=answer.content.decode())
    else:
        transaction.set_rollback(True)


def _again(kept: KeptAnswer) -> HttpResponse:
    return HttpResponse(
        kept.body,
        status=kept.status,
        content_type="application/json; charset=utf-8",
        headers={"Idempotency-Replayed": "true"},
    )
