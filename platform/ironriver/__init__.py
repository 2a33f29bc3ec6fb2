"""Ironriver: how guns move from lawful retail to crime scenes, as a graph whose every claim keeps its source."""

__version__ = "0.1.0"
