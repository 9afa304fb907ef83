"""The API as a whole: its parts, how it refuses, how it is described."""

from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.operation import Operation

from twoears.api import (
    buying,
    companies,
    conversations,
    criticism,
    deliveries,
    digest,
    keeping,
    measures,
    needs,
    people,
    queries,
    reach,
    readers,
    referrals,
    sources,
    stages,
    strangers,
    subjects,
    understanding,
    unsure,
)
from twoears.api.once import answered_before, in_one_piece
from twoears.api.problems import in_problems, nothing_here, speak_of_problems
from twoears.api.schema import Description

_ABOUT = (
    "What the pages show and decide, for programs. Keys are only ever added; keys that are not known are ignored; "
    "cursors are opaque. A number comes with what it was made of and where it likely lies."
)


class Api(NinjaAPI):
    """Ninja's API, with every refusal as a problem and the description completed."""

    def get_openapi_schema(self, **prefix: Any) -> Description:
        return _described(self, str(prefix.get("path_prefix") or self.get_root_path({})))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = super()._get_urls()
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = in_problems(pattern.callback)
        return [*found, path("<path:rest>", nothing_here)]


@cache
def _described(of: Api, root: str) -> Description:
    # It never changes while we run, anybody may ask for it, and writing it takes a twentieth of a second.
    return Description(of, root)


# No docs page: the one that comes with Ninja runs inline scripts, which our content policy forbids.
api = Api(title="Two Ears", version="1", description=_ABOUT, docs_url=None)
api.add_decorator(in_one_piece, mode="view")
api.add_decorator(answered_before)
for part in (
    conversations,
    deliveries,
    digest,
    unsure,  # before people: each of these has an id
    people,
    stages,
    buying,
    referrals,
    companies,
    keeping,
    measures,
    needs,
    criticism,
    queries,
    sources,
    strangers,
    subjects,
    understanding,
    readers,
    reach,
):
    api.add_router("/v1", part.router)
speak_of_problems(api)
