"""Vatra: the shared case register of a community's social, health and school workers."""

__version__ = "0.1.0"
