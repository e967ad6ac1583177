"""Open Collections: a knowledge-graph service that small collections run together."""

__version__ = "0.1.0"
