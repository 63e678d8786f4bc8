"""How far two points are, as the crow flies."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    north = sin(radians(other_lat - lat) / 2) ** 2
    east = sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(north + cos(radians(lat)) * cos(radians(other_lat)) * east))
