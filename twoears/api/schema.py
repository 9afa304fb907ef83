"""The description of the API (OpenAPI 3.1), with what holds for every operation: credentials, refusals, headers."""

from typing import Any, Final

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from twoears.api.once import KEY, MAX_KEY, may_repeat
from twoears.api.problems import MEDIA_TYPE, TITLES

_PROBLEM: Final = {
    "title": "Problem",
    "description": "A refusal (RFC 9457): what, why, and for each field where.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "const": "about:blank", "title": "Type"},
        "title": {"type": "string", "title": "Title"},
        "status": {"type": "integer", "title": "Status"},
        "detail": {"type": "string", "title": "Detail"},
        "errors": {
            "type": "array",
            "title": "Errors",
            "items": {
                "type": "object",
                "required": ["where", "detail"],
                "properties": {"where": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_NEXT_PAGE: Final = ("Link", 'The next page, as rel="next"; missing on the last one.')
# What an answer tells in a header, by operation.
_TOLD: Final = {
    "one_conversation": ("ETag", "Names the state of the conversation; goes back as If-Match."),
    "list_conversations": _NEXT_PAGE,
    "list_people": _NEXT_PAGE,
}


class Description(OpenAPISchema):
    """Ninja's own description, completed."""

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().operation_parameters(operation)
        if "POST" in operation.methods and not may_repeat(operation.path):
            found.append(_header(KEY, "The same key is done once and answered alike for 24 hours.", maxLength=MAX_KEY))
        if "POST" in operation.methods and operation.path.startswith("/conversations/"):
            found.append(
                _header("If-Match", "The ETag under which the conversation was seen; 412 where it has changed.")
            )
        return found

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = super().responses(operation)
        told = _TOLD.get(operation.view_func.__name__)
        if told:
            name, description = told
            found[200]["headers"] = {name: {"description": description, "schema": {"type": "string"}}}
        return found | {status: {"$ref": f"#/components/responses/{_name(status)}"} for status in TITLES}

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        super().operation_security(operation)
        return [{type(way).__name__: [way.scope]} for way in operation.auth_callbacks if hasattr(way, "scope")]

    def get_components(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_components()
        found["schemas"] = dict(sorted({**found["schemas"], "Problem": _PROBLEM}.items()))
        found["responses"] = {_name(status): _refusal(status) for status in TITLES}
        return found


def _name(status: int) -> str:
    return TITLES[status].title().replace(" ", "")


def _refusal(status: int) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": shape}}}


def _header(name: str, description: str, **more: object) -> dict[str, Any]:
    schema = {"type": "string", "title": name, **more}
    return {"in": "header", "name": name, "required": False, "description": description, "schema": schema}
