"""Drawings of result frames: one module a measure, of the same name. They measure nothing."""
