"""What one public query may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Worker processes read this module, and settings would cost each of them its library of validation.
    from ..settings import Settings


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """The limits of one query; sizes in bytes, times in seconds, ``queue`` in queries that may wait.

    ``depth`` counts brackets inside brackets, ``patterns`` triple patterns and groups, ``operators`` the
    signs of expressions and the steps of property paths, each as ``sparql.Shape`` defines them. The
    engine plans a join of 350 patterns or a path of 366 steps without end, so these stay well below.
    """

    length_bytes: int = 32_768
    depth: int = 100
    patterns: int = 200
    operators: int = 300
    seconds: float = 10.0
    memory_bytes: int = 2_500_000_000
    result_bytes: int = 64 * 1024 * 1024
    queue: int = 16

    @classmethod
    def of(cls, settings: Settings) -> QueryLimits:
        """Give the limits that the operator has set."""
        return cls(
            length_bytes=settings.query_length_limit_bytes,
            seconds=settings.query_timeout_s,
            memory_bytes=settings.query_memory_limit_bytes,
            result_bytes=settings.query_result_limit_bytes,
            queue=settings.query_queue_limit,
        )
