#!/usr/bin/env python3
"""Makes basemap.bin, the base map that Salient embeds, from Natural Earth files.

    python3 assets/basemap/build.py FOLDER        # writes basemap.bin beside this script

FOLDER holds the 1:10m shapefiles ne_10m_land, ne_10m_lakes, ne_10m_admin_0_boundary_lines_land and
ne_10m_admin_1_states_provinces_lines (in it or in natural_earth_10m/), ne_10m_countries.geojson
(countries with a property `name`) and ne_50m_rivers.geojson; all are public domain, from
naturalearthdata.com. Only Python's standard library is needed; it takes about a minute.

What it does: projects to Web Mercator (latitudes cut at the edge of the square world), simplifies
every line once per level of detail with the Douglas-Peucker method to less than half a point on
screen at the level's largest zoom, rounds to an eighth of that point, and drops rings and lines
smaller than two points. Every level holds the whole world, so a view never mixes levels.

The form, all numbers little endian, `v` an unsigned LEB128, `z` a zigzag LEB128:

    "SBM1"  v blocks  then per block:
      v layer (0 land, 1 lakes, 2 rivers, 3 country borders, 4 first-level borders, 5 country names,
               6 country areas)
      v level  v largest zoom, in tenths  v bits of a coordinate  v length  bytes
    bytes of a line layer:  v lines, per line: v points, then z dx, z dy per point from the last one
    bytes of the names:     v names, per name: v length, UTF-8, v x, v y, v smallest zoom in tenths
    bytes of the areas:     v arcs, per arc: v points, then z dx, z dy per point from the last one;
                            then v countries, per country: v length, UTF-8, v rings, per ring:
                            v arcs, per arc: z number, or -1 - number where it is run backwards

The areas are a topology: a border between two countries is one arc that both refer to, so that
countries can be joined by leaving out the arcs between them. Rings run with their country on the
left as seen on a map with north up; an arc over the antimeridian goes on beyond 0 or 1.
"""

import json
import math
import os
import struct
import sys

# Largest zoom of every level, in tenths; the last one also serves all beyond.
LEVELS = [40, 60, 80, 120]
LAND, LAKES, RIVERS, COUNTRIES, PROVINCES, NAMES, AREAS = range(7)
# The first level at which a layer is drawn at all.
FIRST_LEVEL = {LAND: 0, LAKES: 0, RIVERS: 0, COUNTRIES: 0, PROVINCES: 1}
EDGE = 85.0511287798066


def mercator(lon, lat):
    """Longitude and latitude in degrees to the unit square, north up at 0."""
    lat = max(-EDGE, min(EDGE, lat))
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def shapefile_parts(path):
    """The parts (rings or lines) of a .shp file, as lists of (lon, lat)."""
    with open(path, "rb") as file:
        data = file.read()
    at = 100
    while at < len(data):
        length = struct.unpack_from(">i", data, at + 4)[0] * 2
        record = at + 8
        kind = struct.unpack_from("<i", data, record)[0]
        if kind in (3, 5, 13, 15, 23, 25):
            parts, points = struct.unpack_from("<2i", data, record + 36)
            starts = list(struct.unpack_from(f"<{parts}i", data, record + 44)) + [points]
            xy = struct.unpack_from(f"<{points * 2}d", data, record + 44 + 4 * parts)
            for a, b in zip(starts, starts[1:]):
                yield list(zip(xy[2 * a:2 * b:2], xy[2 * a + 1:2 * b:2]))
        elif kind != 0:
            sys.exit(f"{path}: shape type {kind} is neither a polygon nor a line")
        at = record + length


def simplify(points, tolerance):
    """Douglas-Peucker, without recursion; the ends stay."""
    if len(points) < 3:
        return points
    keep = bytearray(len(points))
    keep[0] = keep[-1] = 1
    stack = [(0, len(points) - 1)]
    limit = tolerance * tolerance
    while stack:
        first, last = stack.pop()
        ax, ay = points[first]
        bx, by = points[last]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        farthest, where = limit, -1
        for i in range(first + 1, last):
            px, py = points[i]
            if length == 0:
                distance = (px - ax) ** 2 + (py - ay) ** 2
            else:
                t = ((px - ax) * dx + (py - ay) * dy) / length
                t = 0 if t < 0 else 1 if t > 1 else t
                distance = (px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2
            if distance > farthest:
                farthest, where = distance, i
        if where >= 0:
            keep[where] = 1
            stack += [(first, where), (where, last)]
    return [point for point, kept in zip(points, keep) if kept]


def simplify_ring(points, tolerance):
    """A ring is cut at its point farthest from the first, so that it keeps its extent."""
    ax, ay = points[0]
    far = max(range(len(points)), key=lambda i: (points[i][0] - ax) ** 2 + (points[i][1] - ay) ** 2)
    if far in (0, len(points) - 1):
        return simplify(points, tolerance)
    return simplify(points[:far + 1], tolerance)[:-1] + simplify(points[far:], tolerance)


def leb(number):
    out = bytearray()
    while True:
        byte, number = number & 127, number >> 7
        if number == 0:
            out.append(byte)
            return bytes(out)
        out.append(byte | 128)


def zigzag(number):
    return leb(number << 1 if number >= 0 else (-number << 1) - 1)


def encode_lines(lines, closed, zoom_tenths, bits):
    point = 1 / (256 * 2 ** (zoom_tenths / 10))  # one point on screen, in units of the world
    scale = (1 << bits) - 1
    out, count = bytearray(), 0
    for line in lines:
        xs, ys = [p[0] for p in line], [p[1] for p in line]
        if max(max(xs) - min(xs), max(ys) - min(ys)) < 2 * point:
            continue
        line = (simplify_ring if closed else simplify)(line, 0.45 * point)
        whole = []
        for x, y in line:
            q = (round(x * scale), round(y * scale))
            if not whole or whole[-1] != q:
                whole.append(q)
        if closed and whole[0] == whole[-1]:
            whole.pop()
        if len(whole) < (3 if closed else 2):
            continue
        count += 1
        out += leb(len(whole))
        lx = ly = 0
        for x, y in whole:
            out += zigzag(x - lx) + zigzag(y - ly)
            lx, ly = x, y
    return leb(count) + bytes(out)


def ring_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def inside(x, y, rings):
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                odd = not odd
    return odd


def unwrap(ring):
    """A ring that jumps over the antimeridian, with its western part moved to the east."""
    if any(abs(a[0] - b[0]) > 0.5 for a, b in zip(ring, ring[1:])):
        return [(x + 1 if x < 0.5 else x, y) for x, y in ring]
    return ring


def label_point(rings):
    """The point of a 24 by 24 grid that lies farthest from the outline, and that distance."""
    outer = rings[0]
    step = max(1, len(outer) // 400)
    outline = [p for ring in rings for p in ring[::step]]
    x0, x1 = min(p[0] for p in outer), max(p[0] for p in outer)
    y0, y1 = min(p[1] for p in outer), max(p[1] for p in outer)
    best = (-1, (x0 + x1) / 2, (y0 + y1) / 2)
    for i in range(24):
        for j in range(24):
            x, y = x0 + (x1 - x0) * (i + 0.5) / 24, y0 + (y1 - y0) * (j + 0.5) / 24
            if inside(x, y, rings):
                distance = min((x - px) ** 2 + (y - py) ** 2 for px, py in outline)
                best = max(best, (distance, x, y))
    return best[1], best[2]


def encode_names(path):
    out, count, scale = bytearray(), 0, (1 << 24) - 1
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    for feature in sorted(features, key=lambda f: f["properties"]["name"]):
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        polygons = [[unwrap([mercator(*p[:2]) for p in ring]) for ring in polygon] for polygon in polygons]
        largest = max(polygons, key=lambda polygon: abs(ring_area(polygon[0])))
        width = max(p[0] for p in largest[0]) - min(p[0] for p in largest[0])
        if not 0 < width < 0.9:  # Antarctica goes all the way round; no point of it is its middle.
            continue
        x, y = label_point(largest)
        x %= 1
        name = feature["properties"]["name"].encode()
        # Shown from the zoom at which the country is about as wide as its name.
        needed = max(24, 6.5 * len(name.decode()))
        zoom = max(2.0, math.log2(needed / (256 * width)))
        if zoom > 9:
            continue
        count += 1
        out += leb(len(name)) + name + leb(round(x * scale)) + leb(round(y * scale)) + leb(round(zoom * 10))
    return leb(count) + bytes(out)


def country_rings(path):
    """The rings of every country as lists of points without the closing one, in hundred-thousandths
    of a degree, their country on the left, longitudes within [-180, 180)."""
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    for feature in sorted(features, key=lambda f: f["properties"]["name"]):
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = []
        for polygon in polygons:
            for number, ring in enumerate(polygon):
                whole = []
                for lon, lat, *_ in ring:
                    point = ((round(lon * 1e5) + 18_000_000) % 36_000_000 - 18_000_000, round(lat * 1e5))
                    if point[0] == -18_000_000:
                        # The two sides of a cut there differ by some hundred metres and would not join.
                        point = (point[0], round(point[1], -3))
                    if not whole or whole[-1] != point:
                        whole.append(point)
                if whole[0] == whole[-1]:
                    whole.pop()
                whole = without_spikes(whole)
                if len(whole) < 3:
                    continue
                lons = [whole[0][0]]
                for lon, _ in whole[1:]:
                    lons.append(lons[-1] + (lon - lons[-1] + 18_000_000) % 36_000_000 - 18_000_000)
                if abs(lons[0] + (whole[0][0] - lons[-1] + 18_000_000) % 36_000_000 - 18_000_000 - lons[-1]) > 1 and \
                        abs(lons[-1] - lons[0]) > 18_000_000:
                    continue  # Antarctica goes all the way round and has no inside on this map.
                turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(
                    list(zip(lons, (p[1] for p in whole))),
                    list(zip(lons[1:] + lons[:1], [p[1] for p in whole[1:] + whole[:1]]))))
                if (turn > 0) != (number == 0):
                    whole.reverse()
                rings.append(whole)
        if rings:
            yield feature["properties"]["name"], rings


def without_spikes(ring):
    """A cut at the antimeridian leaves points on it that are gone to and come back from."""
    edge = -18_000_000
    changed = True
    while changed and len(ring) > 2:
        changed = False
        for i in range(len(ring)):
            a, b, c = ring[i - 1], ring[i], ring[(i + 1) % len(ring)]
            if a == c or (a[0] == b[0] == c[0] == edge and (b[1] - a[1]) * (c[1] - b[1]) < 0):
                del ring[i]
                changed = True
                break
    return ring


def encode_areas(path, zoom_tenths, bits):
    countries = list(country_rings(path))
    # A junction is a point at which rings that share it part.
    beside, junctions = {}, set()
    for _, rings in countries:
        for ring in rings:
            for i, point in enumerate(ring):
                pair = frozenset((ring[i - 1], ring[(i + 1) % len(ring)]))
                if beside.setdefault(point, pair) != pair:
                    junctions.add(point)
    arcs, numbers, refs = [], {}, []

    def arc_number(points):
        """The arc's number, or -1 - number where it is known the other way round."""
        if tuple(points) in numbers:
            return numbers[tuple(points)]
        arcs.append(points)
        numbers[tuple(reversed(points))] = -len(arcs)
        numbers[tuple(points)] = len(arcs) - 1
        return len(arcs) - 1

    for name, rings in countries:
        ring_refs = []
        for ring in rings:
            cuts = [i for i, point in enumerate(ring) if point in junctions]
            start = cuts[0] if cuts else min(range(len(ring)), key=lambda i: ring[i])
            ring = ring[start:] + ring[:start + 1]
            cuts = [i for i, point in enumerate(ring) if point in junctions]
            cuts = sorted({0, len(ring) - 1, *cuts})
            ring_refs.append([arc_number(ring[a:b + 1]) for a, b in zip(cuts, cuts[1:])])
        refs.append((name, ring_refs))

    point = 1 / (256 * 2 ** (zoom_tenths / 10))
    scale = (1 << bits) - 1
    out = bytearray(leb(len(arcs)))
    for arc in arcs:
        line, before = [], None
        for lon, lat in arc:
            x, y = mercator(lon / 1e5, lat / 1e5)
            if before is not None:
                x += round(before - x)
            before = x
            line.append((x, y))
        # A ring that is one arc is cut once more, so that it keeps its extent.
        line = simplify_ring(line, 0.45 * point) if arc[0] == arc[-1] else simplify(line, 0.45 * point)
        out += leb(len(line))
        lx = ly = 0
        for x, y in line:
            x, y = round(x * scale), round(y * scale)
            out += zigzag(x - lx) + zigzag(y - ly)
            lx, ly = x, y
    out += leb(len(refs))
    for name, rings in refs:
        name = name.encode()
        out += leb(len(name)) + name + leb(len(rings))
        for ring in rings:
            out += leb(len(ring)) + b"".join(zigzag(number) for number in ring)
    return bytes(out)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = sys.argv[1]

    def find(name):
        for inner in ("", "natural_earth_10m"):
            path = os.path.join(folder, inner, name)
            if os.path.exists(path):
                return path
        sys.exit(f"{folder} has no {name}")

    def project(lines):
        return [[mercator(*point[:2]) for point in line] for line in lines]

    rivers = []
    with open(find("ne_50m_rivers.geojson"), encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            lines = feature["geometry"]["coordinates"]
            rivers += [lines] if feature["geometry"]["type"] == "LineString" else lines
    layers = {
        LAND: project(shapefile_parts(find("ne_10m_land.shp"))),
        LAKES: project(shapefile_parts(find("ne_10m_lakes.shp"))),
        RIVERS: project(rivers),
        COUNTRIES: project(shapefile_parts(find("ne_10m_admin_0_boundary_lines_land.shp"))),
        PROVINCES: project(shapefile_parts(find("ne_10m_admin_1_states_provinces_lines.shp"))),
    }
    blocks = []
    for layer, lines in layers.items():
        for level, zoom in enumerate(LEVELS):
            if level >= FIRST_LEVEL[layer]:
                # An eighth of a point at the largest zoom, and never finer than 2.4 m.
                bits = min(24, 8 + math.ceil(zoom / 10) + 3)
                data = encode_lines(lines, layer in (LAND, LAKES), zoom, bits)
                blocks.append((layer, level, zoom, bits, data))
                print(f"layer {layer} level {level}: {len(data):,} bytes", flush=True)
    blocks.append((NAMES, 0, LEVELS[-1], 24, encode_names(find("ne_10m_countries.geojson"))))
    # Finer than these areas were stored where they come from (about 40 m) need not be kept.
    areas = encode_areas(find("ne_10m_countries.geojson"), 110, 22)
    print(f"areas: {len(areas):,} bytes", flush=True)
    blocks.append((AREAS, 0, 110, 22, areas))
    out = bytearray(b"SBM1") + leb(len(blocks))
    for layer, level, zoom, bits, data in blocks:
        out += leb(layer) + leb(level) + leb(zoom) + leb(bits) + leb(len(data)) + data
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "basemap.bin")
    with open(target, "wb") as file:
        file.write(out)
    print(f"{target}: {len(out):,} bytes")


if __name__ == "__main__":
    main()
