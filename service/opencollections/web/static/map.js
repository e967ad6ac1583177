// A map with tiles, where the operator named a server of them: it takes the place of the sketch as soon as the first
// tile is there, and the list of places stays below it. Without script or server there is the sketch.

function text(words) {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

for (const sketch of document.querySelectorAll("svg[data-tiles]")) {
  const places = [...sketch.parentElement.querySelectorAll("[data-latitude]")];
  const points = places.map((one) => [Number(one.dataset.latitude), Number(one.dataset.longitude)]);
  const frame = document.createElement("div");
  frame.className = "tiles";
  sketch.before(frame);
  const map = L.map(frame, { scrollWheelZoom: false, zoomControl: false });
  const { zoomIn, zoomOut, credit } = sketch.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  map.fitBounds(points, { maxZoom: 13, padding: [40, 40] });
  const tiles = L.tileLayer(sketch.dataset.tiles, { attribution: text(credit).innerHTML, maxZoom: 19 });
  tiles.once("tileload", () => sketch.remove());
  tiles.once("tileerror", () => { if (sketch.isConnected) frame.remove(); });
  tiles.addTo(map);
  places.forEach((one, number) => {
    L.circleMarker(points[number], { className: "point", radius: 8 }).bindTooltip(text(one.textContent.trim())).addTo(map);
  });
}
