"""What a further 1920x1080 picture of W2 takes with matplotlib and GeoPandas: territory, fronts, dots, labels,
legend, PNG written. Run beside `salient snapshot W2 --dates …` to compare in the same conditions.

    python3 tests/support/peer_picture.py FOLDER TERRITORY.geojson FRONTS.geojson

FOLDER is W2; the two files are made by `salient export --what territory|fronts`. Reading and the first picture
are not counted: the figure is warm, the ground of the date is given, and holders are looked up at once.
"""

import statistics
import sys
import time

import matplotlib

matplotlib.use("Agg")
import geopandas
import matplotlib.patheffects as effects
import matplotlib.pyplot as plt
import pandas

folder, territory_file, fronts_file = sys.argv[1:4]
places = pandas.read_csv(f"{folder}/places.csv")
events = pandas.read_csv(f"{folder}/events.csv").sort_values("date")
territory = geopandas.read_file(territory_file)
fronts = geopandas.read_file(fronts_file)
colours = dict(zip(sorted(events.controller.dropna().unique()), plt.cm.tab10.colors))
dates = pandas.date_range("2022-03-01", periods=8, freq="17D").strftime("%Y-%m-%d")


def picture(date, path):
    holders = events[events.date <= date].groupby("place_id").controller.last()
    held = places.id.map(holders)
    figure, axes = plt.subplots(figsize=(19.2, 10.8), dpi=100)
    axes.set_axis_off()
    territory.plot(ax=axes, color=[colours.get(name, (0.8, 0.8, 0.8)) for name in territory.iloc[:, 0]], alpha=0.45)
    fronts.plot(ax=axes, color="black", linewidth=1.2)
    axes.scatter(places.lon, places.lat, s=3, c=[colours.get(name, (0.6, 0.6, 0.6)) for name in held], linewidths=0)
    halo = [effects.withStroke(linewidth=2.4, foreground="white")]
    for row in places.head(120).itertuples():
        axes.text(row.lon, row.lat, row.name, fontsize=8, path_effects=halo)
    for name, count in held.value_counts().items():
        axes.scatter([], [], color=colours[name], label=f"{name} {count}")
    axes.legend(loc="lower left")
    axes.set_title(date)
    figure.savefig(path)
    plt.close(figure)


times = []
for date in dates:
    begun = time.perf_counter()
    picture(date, f"{territory_file}.png")
    times.append((time.perf_counter() - begun) * 1000)
print(f"a further picture: {statistics.median(times[1:]):.0f} ms (median of {len(times) - 1})")
