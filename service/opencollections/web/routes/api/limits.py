"""Limits: what is taken in, told before anything is sent."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from ...handing_in import limits
from ...site import site_of

router = APIRouter(prefix="/api/v1", tags=["limits"])


class LimitDocument(BaseModel):
    """One limit: what it is on, and what to do where it is met."""

    name: str = Field(examples=["file"])
    meaning: str
    value: float = Field(examples=[536_870_912])
    unit: str = Field(examples=["bytes"])


class LimitList(BaseModel):
    """All limits on what is handed in; those of queries stand at /sparql/limits."""

    items: list[LimitDocument]


@router.get("/limits")
def list_limits(request: Request) -> LimitList:
    """List the limits on what is handed in."""
    found = limits(site_of(request).settings)
    return LimitList(items=[LimitDocument.model_validate(one, from_attributes=True) for one in found])
