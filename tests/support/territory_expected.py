#!/usr/bin/env python3
"""Makes tests/fixtures/territory_expected.csv: areas per faction and front lengths, by Shapely.

    pip install shapely pyproj numpy        # and geopandas, to time it as well
    python3 tests/support/make_workloads.py --only syria --only ukraine --out FOLDER
    python3 tests/support/territory_expected.py FOLDER > tests/fixtures/territory_expected.csv
    python3 tests/support/territory_expected.py FOLDER --time     # times instead of answers

An answer that owes nothing to Salient's code: the Voronoi diagram of the places in Web Mercator is
GEOS', every cell is cut by GEOS with the land and with a disc of the reach (a polygon of 720 corners,
each a geodesic of that length from the place, by PROJ), the territory of a faction is GEOS' coverage
union of its cells, its area that of the ellipsoid (PROJ, Karney's method, sides made of short pieces
because a straight side of the map is no geodesic). The front between two factions is what the
borders of their uncut cells have in common, cut with the land and both discs, measured by PROJ. The tests compare within 0.1 %; they read
the table and need neither Python nor Shapely.
"""

import csv
import json
import math
import os
import sys
import time

import numpy as np
import pyproj
import shapely

GEOD = pyproj.Geod(ellps="WGS84")
R = 6378137.0
REACHES = [25.0, None]


def mercator(lon, lat):
    return np.radians(lon), np.arcsinh(np.tan(np.radians(lat)))


def to_lon_lat(geometry):
    return shapely.transform(geometry, lambda p: np.column_stack([np.degrees(p[:, 0]), np.degrees(np.arctan(np.sinh(p[:, 1])))]))


def area_km2(geometry):
    """Area on the ellipsoid of polygons whose sides are straight in Mercator, ring by ring."""

    def ring(line):
        coords = shapely.get_coordinates(to_lon_lat(shapely.segmentize(shapely.LineString(line.coords), 2e-4)))
        return abs(GEOD.polygon_area_perimeter(coords[:, 0], coords[:, 1])[0]) / 1e6

    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    rings = [[ring(line) for line in shapely.get_rings(polygon)] for polygon in polygons]
    return sum(of_polygon[0] - sum(of_polygon[1:]) for of_polygon in rings)


def length_km(geometry):
    return GEOD.geometry_length(to_lon_lat(shapely.segmentize(geometry, 2e-4))) / 1e3


class Workload:
    def __init__(self, folder):
        with open(os.path.join(folder, "places.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.row_of = {row["id"]: at for at, row in enumerate(rows)}
        self.lon = np.array([float(row["lon"]) for row in rows])
        self.lat = np.array([float(row["lat"]) for row in rows])
        with open(os.path.join(folder, "country.geojson"), encoding="utf-8") as file:
            land = shapely.from_geojson(json.dumps(json.load(file)["features"][0]["geometry"]))
        self.land = shapely.transform(land, lambda p: np.column_stack(mercator(p[:, 0], p[:, 1])))
        shapely.prepare(self.land)
        with open(os.path.join(folder, "events.csv"), encoding="utf-8") as file:
            self.events = [(row["date"], self.row_of[row["place_id"]], row["controller"]) for row in csv.DictReader(file)]
        with open(os.path.join(folder, "territory_dates.csv"), encoding="utf-8") as file:
            self.dates = [row["date"] for row in csv.DictReader(file)]

    def state_on(self, date):
        state = {}
        for day, place, controller in self.events:
            if day > date:
                break
            state[place] = controller
        return state

    def cells(self, reach):
        x, y = mercator(self.lon, self.lat)
        points = shapely.points(x, y)
        diagram = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=self.land.buffer(1.0), ordered=True)
        cells = np.array(shapely.get_parts(diagram))
        self.uncut = cells.copy()
        inside = shapely.contains_properly(self.land, cells)
        cells[~inside] = shapely.intersection(cells[~inside], self.land)
        if reach is not None:
            radius = reach * 1000 / R
            far = self.farthest(points, cells)
            # Mercator's scale is the secant of the latitude; only cells that may go beyond are cut.
            for at in np.nonzero(far * np.cos(np.radians(self.lat)) > radius * 0.97)[0]:
                cells[at] = shapely.intersection(cells[at], self.disc(at, reach))
        return cells

    def disc(self, at, reach):
        azimuths = np.linspace(0, 360, 720, endpoint=False)
        lon, lat, _ = GEOD.fwd(np.full(720, self.lon[at]), np.full(720, self.lat[at]), azimuths, np.full(720, reach * 1000))
        return shapely.polygons(np.column_stack(mercator(lon, lat)))

    def shared(self, left, right, reach):
        """What the borders of two cells have in common. Cut cells would not do: a border that is cut
        at two points need not lie on the same line to the last bit."""
        line = shapely.intersection(self.uncut[left], self.uncut[right])
        line = shapely.intersection(line, self.land)
        for at in (left, right) if reach is not None else ():
            if line.is_empty:
                break
            radius = reach * 1000 / R / math.cos(math.radians(self.lat[at]))
            if shapely.hausdorff_distance(line, shapely.Point(*mercator(self.lon[at], self.lat[at]))) > 0.97 * radius:
                line = shapely.intersection(line, self.disc(at, reach))
        return line

    @staticmethod
    def farthest(points, cells):
        x, y = shapely.get_x(points), shapely.get_y(points)
        coords, index = shapely.get_coordinates(cells, return_index=True)
        far = np.zeros(len(cells))
        np.maximum.at(far, index, np.hypot(coords[:, 0] - x[index], coords[:, 1] - y[index]))
        return far

    def neighbours(self, cells):
        tree = shapely.STRtree(cells)
        left, right = tree.query(cells, predicate="intersects")
        keep = left < right
        return left[keep], right[keep]


def answers(name, workload):
    for reach in REACHES:
        cells = workload.cells(reach)
        left, right = workload.neighbours(workload.uncut)
        text = "none" if reach is None else f"{reach:g}"
        for date in workload.dates:
            state = workload.state_on(date)
            held = np.array([state.get(at, "unknown") for at in range(len(cells))])
            for faction in sorted(set(held)):
                territory = shapely.union_all(cells[held == faction])
                print(f"{name},{text},{date},{faction},{area_km2(territory):.3f},")
            at_front = (held[left] != held[right]) & (held[left] != "unknown") & (held[right] != "unknown")
            shared = [workload.shared(l, r, reach) for l, r in zip(left[at_front], right[at_front])]
            lines = [part for line in shared for part in shapely.get_parts(line) if part.geom_type in ("LineString", "MultiLineString")]
            print(f"{name},{text},{date},front,,{sum(length_km(line) for line in lines):.3f}")
            sys.stdout.flush()


def times(name, workload):
    def median(work, runs=5):
        seconds = []
        for _ in range(runs):
            begin = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begin)
        return sorted(seconds)[runs // 2] * 1000

    x, y = mercator(workload.lon, workload.lat)
    points = shapely.multipoints(shapely.points(x, y))

    def tessellate():
        cells = np.array(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=workload.land, ordered=True)))
        inside = shapely.contains_properly(workload.land, cells)
        cells[~inside] = shapely.intersection(cells[~inside], workload.land)
        return cells

    print(f"{name} tessellation: {median(tessellate):.1f} ms")
    cells = tessellate()
    state = workload.state_on(workload.dates[6])
    held = np.array([state.get(at, "unknown") for at in range(len(cells))])

    def dissolve():
        return [shapely.coverage_union_all(cells[held == faction]) for faction in set(held) - {"unknown"}]

    print(f"{name} territories of a date: {median(dissolve):.1f} ms")
    try:
        import geopandas
    except ImportError:
        return
    uncut = np.array(shapely.get_parts(shapely.voronoi_polygons(points, extend_to=workload.land, ordered=True)))
    known = held != "unknown"
    frame = geopandas.GeoDataFrame({"faction": held[known]}, geometry=uncut[known])
    land = geopandas.GeoSeries([workload.land])

    def dissolve_and_clip():
        return frame.dissolve("faction").clip(land)

    print(f"{name} dissolve and clip by GeoPandas: {median(dissolve_and_clip, 3):.1f} ms")


def main():
    root = sys.argv[1]
    work = times if "--time" in sys.argv else answers
    if work is answers:
        print("workload,reach_km,date,faction,area_km2,front_km")
    for name, folder in [("w1", "w1_syria"), ("w2", "w2_ukraine")]:
        work(name, Workload(os.path.join(root, folder)))


if __name__ == "__main__":
    main()
