"""Quotes and their speakers, found in German and English news. Pure Python, no Django."""

from .detect import detect, load_weights, version_of
from .suggestion import Range, Reason, SuggestedQuote, Why

__all__ = ["Range", "Reason", "SuggestedQuote", "Why", "detect", "load_weights", "version_of"]
