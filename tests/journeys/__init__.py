"""Journeys in a real browser against a real server of its own."""
