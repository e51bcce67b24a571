"""Query parameters and bodies as structs: read, checked, and described in the OpenAPI document from one place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import Meta
from starlette.requests import Request

from gazetted.service.problems import ProblemError

T = TypeVar("T")

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", extra_json_schema={"format": "date"})]
"""A day, as 2024-12-09."""

Moment = Annotated[str, Meta(min_length=10, max_length=40, extra_json_schema={"format": "date-time"})]
"""A moment, as 2026-01-31T12:00:00Z, or a day, which means its end."""

PartialDay = Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A day, a month or a year."""

Since = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}(:\d{2}(:\d{2})?)?)?$")]
"""A moment as yente takes it."""

Threshold = Annotated[float, Meta(ge=0, le=1)]
Name = Annotated[str, Meta(min_length=1, max_length=1000)]
Keys = Annotated[tuple[str, ...], Meta(max_length=100)]


def query(request: Request, shape: type[T]) -> T:
    """The query parameters of a request.

    Args:
        request: the request.
        shape: a struct; a field that holds a tuple may be given several times, others once. Its names as encoded are
            those of the parameters.

    Raises:
        ProblemError: a parameter is unknown, missing, given twice, or has no such value (422).
    """
    many = _fields(cast("Hashable", shape))
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name not in many:
            raise ProblemError(422, f"There is no parameter {name[:60]!r} here: known are {', '.join(many)}.")
        if "\0" in value:
            raise ProblemError(422, f"The parameter {name} holds a NUL character: leave it out.")
        if many[name]:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise ProblemError(422, f"The parameter {name} was given twice: give it once.")
        else:
            given[name] = value
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError(422, f"The parameters do not fit ({error}).") from None


def lenient(request: Request, shape: type[T], *, ignored: Iterable[str] = ()) -> T:
    """As `query`, for interfaces whose clients send parameters of their own: unknown ones are left out."""
    many = _fields(cast("Hashable", shape))
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in many and name not in ignored:
            if many[name]:
                given.setdefault(name, []).append(value)
            else:
                given[name] = value
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise ProblemError(422, f"The parameters do not fit ({error}).") from None


async def body(request: Request, decoder: msgspec.json.Decoder[T]) -> T:
    """The JSON body of a request.

    Raises:
        ProblemError: it is no JSON (400), or not of the form that is asked for (422).
    """
    return decoded(await request.body(), decoder)


def decoded(data: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """A JSON document as a value; errors as of `body`."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise ProblemError(422, f"The body does not fit ({error}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProblemError(400, f"The body is no JSON ({error}).") from None
    except RecursionError:
        raise ProblemError(400, "The body is nested too deeply.") from None


@cache
def _fields(shape: Any) -> Mapping[str, bool]:
    """Name of each parameter → whether it may be given several times."""
    return {one.encode_name: _is_many(one.type) for one in msgspec.structs.fields(shape)}


def _is_many(shape: Any) -> bool:
    bare = get_args(shape)[0] if get_origin(shape) is Annotated else shape
    return get_origin(bare) in (tuple, list)


# -- the OpenAPI document --------------------------------------------------------------------------------------------


def described(
    *,
    params: type | None = None,
    takes: Mapping[str, Any] | None = None,
    gives: Mapping[str, Any] | None = None,
    errors: Iterable[int] = (400, 401, 403, 404, 413, 422, 429, 503),
) -> dict[str, Any]:
    """What the OpenAPI document says of a route besides its path.

    Args:
        params: struct of the query parameters.
        takes: media type → schema, or struct, of the body.
        gives: media type → schema, or struct, of the answer.
        errors: statuses of problems that it may answer with.
    """
    found: dict[str, Any] = {"responses": {"200": {"description": "The answer.", "content": _contents(gives or {})}}}
    if not gives:
        found["responses"]["200"].pop("content")
    for status in errors:
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        found["responses"][str(status)] = {
            "description": "A problem.",
            "content": {"application/problem+json": problem},
        }
    if params is not None:
        found["parameters"] = list(_parameters(params))
    if takes is not None:
        found["requestBody"] = {"required": True, "content": _contents(takes)}
    return found


def _contents(forms: Mapping[str, Any]) -> dict[str, Any]:
    return {media: {"schema": form if isinstance(form, Mapping) else inlined(form)} for media, form in forms.items()}


def _parameters(shape: type) -> Iterable[dict[str, Any]]:
    schema = inlined(shape)
    required = set(schema.get("required", ()))
    docs = documented(shape)
    for name, told in schema.get("properties", {}).items():
        field = next(one.name for one in msgspec.structs.fields(shape) if one.encode_name == name)
        yield {
            "name": name, "in": "query", "required": name in required, "schema": told,
            "description": docs.get(field, ""),
        }  # fmt: skip


def inlined(shape: Any) -> dict[str, Any]:
    """The JSON schema of a type, without references."""
    (schema,), parts = msgspec.json.schema_components([shape], ref_template="{name}")
    return dict(_resolved(schema, parts, 0))


def _resolved(schema: Any, parts: Mapping[str, Any], depth: int) -> Any:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            return _resolved(parts[schema["$ref"]], parts, depth + 1) if depth < 8 else {}
        kept = {key: value for key, value in schema.items() if key not in ("title", "description") or depth < 0}
        return {key: _resolved(value, parts, depth + 1) for key, value in kept.items()}
    return [_resolved(one, parts, depth + 1) for one in schema] if isinstance(schema, list) else schema


@cache
def documented(shape: type) -> Mapping[str, str]:
    """Field → what the docstring of a struct says of it."""
    lines = (shape.__doc__ or "").partition("Attributes:")[2].splitlines()
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.strip()
        name, colon, rest = text.partition(":")
        if colon and name.isidentifier() and line.startswith("        ") and not line.startswith("            "):
            found[last := name] = rest.strip()
        elif text and last:
            found[last] += f" {text}"
    return found
