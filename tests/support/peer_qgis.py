"""What a 1920x1080 picture of W2 takes with QGIS, headless: territory, fronts, markers by holder, labels with a halo,
title, legend; PNG written by the print layout, as its own pictures with a legend are. Run beside `salient snapshot W2 --dates …` to compare in the same conditions.

    QT_QPA_PLATFORM=offscreen python3 tests/support/peer_qgis.py W2.gpkg TERRITORY.geojson FRONTS.geojson

W2.gpkg is made by `salient import W2`; the two other files by `salient export --what territory|fronts`. Loading is not
counted; the ground of the date is given. Debian: python3-qgis.
"""

import statistics
import sys
import time

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMarkerSymbol,
    QgsNullSymbolRenderer,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QDate, QRectF
from qgis.PyQt.QtGui import QColor

project_file, territory_file, fronts_file = sys.argv[1:4]
application = QgsApplication([], False)
application.initQgis()

spans = QgsVectorLayer(f"{project_file}|layername=control_intervals", "places", "ogr")
territory = QgsVectorLayer(territory_file, "territory", "ogr")
fronts = QgsVectorLayer(fronts_file, "fronts", "ogr")
assert spans.isValid() and territory.isValid() and fronts.isValid()
holder, begin, end, name, place = "controller", "start", "end", "name", "place_id"


def categories(layer, field, symbol):
    values = sorted({str(value) for value in layer.uniqueValues(layer.fields().indexOf(field))})
    colours = [QColor.fromHsv(360 * nth // max(1, len(values)), 160, 200) for nth in range(len(values))]
    return QgsCategorizedSymbolRenderer(
        field, [QgsRendererCategory(value, symbol(colour), value) for value, colour in zip(values, colours)]
    )


spans.setRenderer(categories(spans, holder, lambda colour: QgsMarkerSymbol.createSimple(
    {"name": "circle", "color": colour.name(), "size": "0.8", "outline_style": "no"})))
field = territory.fields()[0].name()
territory.setRenderer(categories(territory, field, lambda colour: QgsFillSymbol.createSimple(
    {"color": colour.name() + "73", "outline_style": "no"})))
text = QgsTextFormat()
text.setSize(8)
halo = QgsTextBufferSettings()
halo.setEnabled(True)
halo.setSize(0.8)
text.setBuffer(halo)
labels = QgsPalLayerSettings()
labels.fieldName = name
labels.setFormat(text)
# Labels of 33,000 places take QGIS more than half a minute: as many as fit are asked for.
first = ", ".join(sorted({f"'{row[place]}'" for row in spans.getFeatures("\"fid\" < 2000")})[:120])
labelled = QgsVectorLayer(f"{project_file}|layername=control_intervals", "labels", "ogr")
labelled.setRenderer(QgsNullSymbolRenderer())
labelled.setLabeling(QgsVectorLayerSimpleLabeling(labels))
labelled.setLabelsEnabled(True)
QgsProject.instance().addMapLayers([spans, labelled, territory, fronts])

extent = QgsRectangle(spans.extent())
extent.scale(1.05)
# 192 by 108 mm at 254 dots an inch: 1920 by 1080 pixels.
layout = QgsPrintLayout(QgsProject.instance())
layout.initializeDefaults()
layout.pageCollection().page(0).setPageSize(QgsLayoutSize(192, 108, QgsUnitTypes.LayoutMillimeters))
drawn = QgsLayoutItemMap(layout)
drawn.attemptSetSceneRect(QRectF(0, 0, 192, 108))
drawn.setLayers([labelled, spans, fronts, territory])
drawn.setExtent(extent)
layout.addLayoutItem(drawn)
title = QgsLayoutItemLabel(layout)
title.attemptMove(QgsLayoutPoint(4, 4))
title.attemptResize(QgsLayoutSize(80, 8))
layout.addLayoutItem(title)
legend = QgsLayoutItemLegend(layout)
legend.setLinkedMap(drawn)
legend.attemptMove(QgsLayoutPoint(4, 14))
layout.addLayoutItem(legend)
image = QgsLayoutExporter.ImageExportSettings()
image.dpi = 254

times = []
for nth in range(8):
    date = QDate(2022, 3, 1).addDays(17 * nth).toString("yyyy-MM-dd")
    begun = time.perf_counter()
    of_day = f"\"{begin}\" <= '{date}' AND (\"{end}\" IS NULL OR \"{end}\" >= '{date}')"
    spans.setSubsetString(of_day)
    labelled.setSubsetString(f"{of_day} AND \"{place}\" IN ({first})")
    title.setText(date)
    exporter = QgsLayoutExporter(layout)
    assert exporter.exportToImage(f"{territory_file}.png", image) == QgsLayoutExporter.Success
    times.append((time.perf_counter() - begun) * 1000)
print(f"a further picture: {statistics.median(times[1:]):.0f} ms (median of {len(times) - 1})")
application.exitQgis()
