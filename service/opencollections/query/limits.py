"""What one public query may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Worker processes read this module, and settings would cost each of them its library of validation.
    from ..settings import Settings


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """The limits of one query and of one client; sizes in bytes, times in seconds, ``queue`` in queries that may wait.

    ``depth`` counts brackets inside brackets, ``patterns`` triple patterns and groups, ``operators`` the
    signs of expressions and the steps of property paths, each as ``sparql.Shape`` defines them. The
    engine plans a join of 350 patterns or a path of 366 steps without end, so these stay well below.
    ``concurrent`` is how many queries one client may have at once, ``budget_s`` how many seconds of
    evaluation it may use in a minute; ``member_seconds``, ``member_concurrent`` and ``member_budget_s`` are what
    the token of a member brings instead. A query that is still at work after ``long_s`` and that time again steps
    aside for shorter ones, and ``long`` of them may do so at once.
    """

    length_bytes: int = 131_072
    depth: int = 100
    patterns: int = 200
    operators: int = 300
    seconds: float = 10.0
    memory_bytes: int = 2_500_000_000
    rows: int = 250_000
    result_bytes: int = 64 * 1024 * 1024
    queue: int = 16
    concurrent: int = 16
    budget_s: float = 60.0
    member_seconds: float = 25.0
    member_concurrent: int = 32
    member_budget_s: float = 240.0
    long_s: float = 0.25
    long: int = 4

    @property
    def of_member(self) -> QueryLimits:
        """The limits for a client that shows the token of a member, which never brings less."""
        return replace(
            self,
            seconds=max(self.seconds, self.member_seconds),
            concurrent=max(self.concurrent, self.member_concurrent),
            budget_s=max(self.budget_s, self.member_budget_s),
        )

    @classmethod
    def of(cls, settings: Settings) -> QueryLimits:
        """Give the limits that the operator has set."""
        return cls(
            length_bytes=settings.query_length_limit_bytes,
            depth=settings.query_depth_limit,
            patterns=settings.query_patterns_limit,
            operators=settings.query_operators_limit,
            seconds=settings.query_timeout_s,
            memory_bytes=settings.query_memory_limit_bytes,
            rows=settings.query_rows_limit,
            result_bytes=settings.query_result_limit_bytes,
            queue=settings.query_queue_limit,
            concurrent=settings.query_concurrency_limit,
            budget_s=settings.query_budget_s,
            member_seconds=settings.member_query_timeout_s,
            member_concurrent=settings.member_query_concurrency_limit,
            member_budget_s=settings.member_query_budget_s,
            long=settings.query_long_limit,
        )
