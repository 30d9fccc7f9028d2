/* Maps, only after a click: until then nobody is asked for anything. Without this script the lists say the same. */
"use strict";

(() => {
  const CLOSEST = 17;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const loaded = (element) => new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new TypeError("not loaded")));
    document.head.append(element);
  });
  const script = (src) => loaded(Object.assign(document.createElement("script"), { src }));
  const style = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

  const link = (address, text) => Object.assign(document.createElement("a"), { href: address, textContent: text });
  const ours = (address) => (/^\/(?!\/)/.test(address || "") ? address : null);
  const counted = (number) => `${number.toLocaleString("de-DE")} ${number === 1 ? "Vorlage" : "Vorlagen"}`;

  async function programs(folder, clustered) {
    await Promise.all([style(`${folder}/leaflet.css`), script(`${folder}/leaflet.js`)]);
    if (clustered) {
      await Promise.all([style(`${folder}/MarkerCluster.css`), script(`${folder}/leaflet.markercluster.js`)]);
    }
  }

  async function points(field) {
    if (!field.dataset.punkte) return { orte: JSON.parse(field.querySelector("script").textContent), mehr: 0 };
    const answer = await fetch(field.dataset.punkte);
    if (!answer.ok) throw new TypeError(`HTTP ${answer.status}`);
    const found = await answer.json();
    const orte = found.features.map((each) => {
      const [lon, lat] = each.geometry.coordinates;
      return { lat, lon, ...each.properties, text: counted(each.properties.anzahl) };
    });
    return { orte, mehr: found.orte - orte.length };
  }

  function sign(name, className, text) {
    const circle = document.createElement("span");
    circle.textContent = text;
    return L.divIcon({ html: circle, className: `kartenpunkt ${className}`, iconSize: [28, 28] });
  }

  function marker(ort) {
    const text = document.createElement("p");
    text.append(ours(ort.adresse) ? link(ort.adresse, ort.name) : ort.name);
    if (ort.text) text.append(document.createElement("br"), ort.text);
    const made = L.marker([ort.lat, ort.lon], { icon: sign(ort.name, "", ""), title: ort.name, alt: ort.name });
    made.bindPopup(text, { autoPan: !still });
    made.on("popupopen", (event) => {
      const popup = event.popup.getElement();
      popup.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", "Schließen");
      popup.querySelector("a").focus({ preventScroll: !still });
    });
    made.on("popupclose", () => made.getElement()?.focus({ preventScroll: true }));
    return made;
  }

  function clusters() {
    const group = L.markerClusterGroup({
      animate: !still,
      showCoverageOnHover: false,
      iconCreateFunction: (cluster) => {
        const number = cluster.getChildCount();
        cluster.options.title = `${number} Orte: näher heranholen`;
        return sign("", number > 99 ? "viele" : "mehrere", String(number));
      },
    });
    group.on("clusterkeypress", ({ layer, originalEvent }) => {
      if (originalEvent.key === "Enter") layer.fire("click", { originalEvent }, true);
    });
    return group;
  }

  function draw(box, field, orte) {
    const { kacheln, zoom, quelle, quelleAdresse } = field.dataset;
    const moving = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still };
    const map = L.map(box, { ...moving, scrollWheelZoom: false, zoomControl: false, maxZoom: Number(zoom) });
    L.control.zoom({ zoomInTitle: "Näher heranholen", zoomOutTitle: "Weiter weg" }).addTo(map);
    map.attributionControl.setPrefix(false);
    const source = link(quelleAdresse, quelle).outerHTML;
    L.tileLayer(kacheln, { attribution: source, maxZoom: Number(zoom), referrerPolicy: "no-referrer" }).addTo(map);
    const group = field.dataset.punkte ? clusters() : L.featureGroup();
    orte.forEach((ort) => group.addLayer(marker(ort)));
    map.addLayer(group);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
    map.fitBounds(group.getBounds(), { maxZoom: Math.min(CLOSEST, Number(zoom)), padding: [32, 32], animate: false });
  }

  async function show(field, button, status) {
    button.disabled = true;
    status.textContent = "Die Karte wird geladen …";
    try {
      await programs(field.dataset.leaflet, Boolean(field.dataset.punkte));
      const { orte, mehr } = await points(field);
      if (!orte.length) throw new TypeError("no places");
      const box = document.createElement("div");
      box.className = "kartenbild";
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", field.dataset.name);
      field.prepend(box);
      draw(box, field, orte);
      field.querySelectorAll("p:not([role]), button").forEach((each) => { if (!box.contains(each)) each.remove(); });
      status.textContent = mehr > 0 ? `Gezeigt werden die ${orte.length.toLocaleString("de-DE")} meistgenannten Orte.` : "";
      box.focus();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the network is away
      status.textContent = "Die Karte ließ sich nicht laden. Alle Orte stehen auch in der Liste.";
      button.disabled = false;
    }
  }

  document.querySelectorAll(".karte[data-leaflet]").forEach((field) => {
    const button = field.querySelector("button");
    button.addEventListener("click", () => show(field, button, field.querySelector("[role=status]")));
    field.hidden = false;
  });
})();
