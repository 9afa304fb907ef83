"""The reference page of the API, written from its own description.

`python -m twoears.api.reference [FILE …]` writes docs/reference/api.md, or each FILE: the page for `.md`, the
description itself for `.json`.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "api.md"
_ROOT: Final = "/api/"
_METHODS: Final = ("get", "post", "put", "delete")
_INTRODUCTION: Final = """\
# The API

Everything stands under `/api/v1` and is described for machines (OpenAPI 3.1) at `/api/openapi.json`. This page is
written from that description by `python -m twoears.api.reference`; a test holds it to what the software does.

## What holds everywhere

- **Coming in.** Send `Authorization: Bearer TOKEN`, or use the session of the pages; then anything but a GET needs the
  `X-CSRFToken` header too. A token is made for one or more scopes, `read`, `decide` and `set up`, has an end, and never
  does more than its member may: readers look.
- **Keys are only ever added.** Keys and parameters that are not known are ignored, on both sides.
- **Lists** are `items`; where there is more, `next` is what to send as `after` (also in the `Link` header). Do not look
  inside a cursor: its content may change.
- **Moments** are ISO 8601 in UTC. One that is sent without a zone is taken for UTC.
- **A number is an object**: `k` of `n`, its `estimate`, and `low` to `high`, where it likely lies.
- **Sending twice.** A POST with an `Idempotency-Key` is done once; for 24 hours the same key of the same member is
  answered alike, with `Idempotency-Replayed: true`. A refusal is not kept. Another question under a known key is a 422.
- **Deciding on what you saw.** A conversation comes with an `ETag`. Send it back as `If-Match`, and whoever has spoken
  or decided meanwhile makes the answer 412 instead of a collision.
- **Refusals** are `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, and `errors`, each with
  `where` (such as `body.until`) and `detail`.

| status | when |
| --- | --- |
| 400 | the body is no JSON |
| 401 | nobody is signed in, or the token is unknown or has ended |
| 403 | the token has another scope, readers look, or the CSRF token is missing |
| 404 | there is no such thing, or this member may not see it |
| 405 | the address is right, the method is not; `Allow` names those that are |
| 409 | it is so already |
| 412 | the conversation has changed since it was seen |
| 413 | too much was sent |
| 422 | some of what was sent cannot be used; `errors` says what |
| 429 | kept free: nothing is limited yet |
| 500 | something went wrong on our side; it stands in the log |
"""


def page(description: Mapping[str, Any]) -> str:
    """The reference page of an OpenAPI description, as Markdown."""
    return "\n".join(
        [_INTRODUCTION, "## Addresses", "", *_addresses(description), "## Shapes", "", *_shapes(description)]
    )


def written(description: Mapping[str, Any]) -> str:
    """The description as it is kept beside the tests.

    >>> written({"openapi": "3.1.0"})
    '{\\n "openapi": "3.1.0"\\n}\\n'
    """
    return json.dumps(description, indent=1, ensure_ascii=False) + "\n"


def _addresses(description: Mapping[str, Any]) -> Iterator[str]:
    for address, ways in description["paths"].items():
        for method in filter(ways.__contains__, _METHODS):
            yield from _operation(method, address, ways[method])


def _operation(method: str, address: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{method.upper()} {address}`"
    yield ""
    yield operation["description"]
    yield ""
    yield f"Scope: `{operation['security'][0]['Token'][0]}`. {_answer(operation['responses'])}"
    yield ""
    asked = [p for p in operation["parameters"] if p["in"] != "header"]
    if asked:
        yield from _table(("parameter", "in", "what", "needed"), map(_parameter, asked))
    if "requestBody" in operation:
        yield f"Body: {_kind(operation['requestBody']['content']['application/json']['schema'])}."
        yield ""


def _answer(responses: Mapping[Any, Mapping[str, Any]]) -> str:
    status, answer = next((key, value) for key, value in responses.items() if int(key) < 300)
    shape = answer.get("content", {}).get("application/json", {}).get("schema")
    return f"Answers {status} with {_kind(shape)}." if shape else f"Answers {status} without a body."


def _parameter(parameter: Mapping[str, Any]) -> tuple[str, ...]:
    needed = "yes" if parameter["required"] else "no"
    return f"`{parameter['name']}`", parameter["in"], _kind(parameter["schema"]), needed


def _shapes(description: Mapping[str, Any]) -> Iterator[str]:
    for name, shape in description["components"]["schemas"].items():
        yield f"### {name}"
        yield ""
        yield shape.get("description", "").replace("\n", " ")
        yield ""
        needed = shape.get("required", ())
        fields = (
            (f"`{key}`", _kind(kind), "yes" if key in needed else "no") for key, kind in shape["properties"].items()
        )
        yield from _table(("key", "what", "always"), fields)


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"`{word}`" for word in schema["enum"]) + _default(schema)
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "pair of integers"
    return str(schema.get("format", schema.get("type", "anything"))) + _limits(schema) + _default(schema)


def _limits(schema: Mapping[str, Any]) -> str:
    if "maximum" in schema:
        return f", {schema.get('minimum', 0)} to {schema['maximum']}"
    return f", at most {schema['maxLength']} characters" if "maxLength" in schema else ""


def _default(schema: Mapping[str, Any]) -> str:
    return f"; usually `{json.dumps(schema['default'])}`" if schema.get("default") not in (None, "") else ""


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def main(paths: list[str]) -> None:
    """Write each of `paths`, or the page where it belongs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoears.settings")
    import django

    django.setup()
    from twoears.api.v1 import api  # here: it cannot be imported before the settings are known

    description = api.get_openapi_schema(path_prefix=_ROOT)
    for path in map(Path, paths or [str(PAGE)]):
        path.write_text(written(description) if path.suffix == ".json" else page(description), "utf8")


if __name__ == "__main__":
    main(sys.argv[1:])
