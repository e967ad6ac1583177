"""Quality: how far the records of a collection reach, judged when it is published."""

from .judging import RULES, judge, judge_missing, judged, quality

__all__ = ["RULES", "judge", "judge_missing", "judged", "quality"]
