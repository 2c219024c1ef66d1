/* A chart with lanes of points: the arrow keys go from point to point, and a line below tells the one in sight.
   It stands below and not beside the pointer, so that it covers nothing. Without this the table tells the same. */
"use strict";

(() => {
  const make = (look) => {
    const line = document.createElement("span");
    line.className = look;
    return line;
  };

  const upgrade = (chart) => {
    const lanes = [...chart.querySelectorAll("[data-lane]")]
      .map((lane) => ({ word: lane.dataset.lane, points: [...lane.querySelectorAll("[data-told]")] }))
      .filter((lane) => lane.points.length);
    if (!lanes.length) return;

    /* A reader hears a point's words when it gets the focus; the live line adds where that is. */
    const line = document.createElement("p");
    line.className = "chart-told";
    const told = line.appendChild(make("chart-told-words"));
    told.setAttribute("aria-hidden", "true");
    const where = line.appendChild(make("visually-hidden"));
    where.setAttribute("aria-live", "polite");
    const hint = matchMedia("(hover: none)").matches ? "Tap a mark." : "Point at a mark, or use the arrow keys.";
    told.textContent = hint;
    const box = chart.parentElement;
    (chart.closest(".chart-scroll") || chart).after(line);

    chart.setAttribute("role", "group");
    for (const { points } of lanes) {
      for (const point of points) {
        point.setAttribute("role", "img");
        point.setAttribute("aria-label", point.dataset.told);
        point.setAttribute("tabindex", "-1");
      }
    }
    /* It is entered at the newest score. */
    const { points: scores } = lanes.find(({ points }) => points[0].localName === "circle") || lanes[0];
    let at = scores[scores.length - 1];
    at.setAttribute("tabindex", "0");

    const middle = (point) => {
      const box = point.getBoundingClientRect();
      return (box.left + box.right) / 2;
    };
    const nearest = (points) => points.reduce((best, point) =>
      (Math.abs(middle(point) - middle(at)) < Math.abs(middle(best) - middle(at)) ? point : best));

    const next = (key) => {
      const row = lanes.findIndex((lane) => lane.points.includes(at));
      const { points } = lanes[row];
      const place = points.indexOf(at);
      switch (key) {
        case "ArrowLeft": return points[place - 1];
        case "ArrowRight": return points[place + 1];
        case "Home": return points[0];
        case "End": return points[points.length - 1];
        case "ArrowUp": return lanes[row - 1] && nearest(lanes[row - 1].points);
        case "ArrowDown": return lanes[row + 1] && nearest(lanes[row + 1].points);
        default: return null;
      }
    };

    chart.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.dataset.told) return;
      const point = next(event.key);
      if (point === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (point) point.focus();
    });

    /* On the box: an <svg> that listens for the focus would be a stop of its own. */
    box.addEventListener("focusin", (event) => {
      if (!event.target.dataset.told || !chart.contains(event.target)) return;
      at.setAttribute("tabindex", "-1");
      at = event.target;
      at.setAttribute("tabindex", "0");
      told.textContent = at.dataset.told;
      const lane = lanes.find(({ points }) => points.includes(at));
      where.textContent = `${lane.word}, ${lane.points.indexOf(at) + 1} of ${lane.points.length}`;
      at.scrollIntoView({ block: "nearest", inline: "nearest" });
    });

    chart.addEventListener("pointerover", (event) => {
      if (event.target.dataset.told) told.textContent = event.target.dataset.told;
    });
    chart.addEventListener("pointerleave", (event) => {
      /* A finger leaves as soon as it has tapped. */
      if (event.pointerType === "touch") return;
      told.textContent = chart.contains(document.activeElement) ? at.dataset.told : hint;
    });
  };

  document.querySelectorAll("svg.progress-lanes").forEach(upgrade);
})();
