"""The protocol of yente (https://www.opensanctions.org/docs/yente/), so that its clients need not be changed.

Entities are told in the FollowTheMoney model. `as_of`, `known_at`, `delisted` and `listings` are additions of ours.
"""

from __future__ import annotations

from fastapi import APIRouter


def routers() -> tuple[APIRouter, ...]:
    """The routes."""
    from gazetted.service.yente import catalog, entity, match, preview, reconcile, search

    return (
        match.router,
        search.router,
        entity.router,
        catalog.router,
        catalog.open_router,
        reconcile.router,
        preview.router,
    )
