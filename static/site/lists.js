// Results refresh in place. What a reader has unfolded among the filters stays unfolded when the filters are replaced.
(() => {
  // Values that are folded away are text until somebody unfolds them: as elements they would be most of the document.
  const unfold = (part) => {
    for (const kept of part.querySelectorAll("noscript")) {
      const values = document.createElement("template");
      values.innerHTML = kept.textContent;
      // What htmx brings was parsed where no scripts run, and has its elements already.
      kept.replaceWith(...(kept.firstElementChild ? kept.childNodes : values.content.childNodes));
    }
  };
  document.addEventListener("toggle", (event) => unfold(event.target), true);
  const unfolded = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    for (const part of document.querySelectorAll("#facets details[id]")) unfolded.set(part.id, part.open);
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    for (const [id, open] of unfolded) {
      const part = document.getElementById(id);
      if (!part || !open) continue;
      part.open = true;
      // Before the focus comes back to what it was on.
      unfold(part);
    }
  });
  // Boxes that look among the values of a facet are no filters: the list does not follow them.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-quiet]")) event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault();
  });
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  document.addEventListener("input", (event) => {
    const { find } = event.target.dataset;
    if (!find) return;
    const sought = folded(event.target.value.trim());
    const facet = document.getElementById(find);
    unfold(facet);
    for (const part of facet.querySelectorAll(".more, .within")) part.open = Boolean(sought) || part.querySelector(":checked") !== null;
    // From the inside out: a value stays while one below it does.
    for (const item of [...facet.querySelectorAll("li")].reverse()) {
      const label = folded(item.querySelector(".tick-label").textContent);
      item.hidden = !label.includes(sought) && !item.querySelector("li:not([hidden])");
    }
  });
  // When a refresh fails, the plain form shows what is the matter instead of results that do not meet the choices.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => event.detail.elt.closest("form")?.submit());
  }
})();
