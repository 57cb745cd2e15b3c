// Results refresh in place. What a reader has unfolded among the filters stays unfolded when the filters are replaced.
(() => {
  const unfolded = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    for (const part of document.querySelectorAll("#facets details[id]")) unfolded.set(part.id, part.open);
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    for (const [id, open] of unfolded) {
      const part = document.getElementById(id);
      if (part && open) part.open = true;
    }
  });
  // When a refresh fails, the plain form shows what is the matter instead of results that do not meet the choices.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => event.detail.elt.closest("form")?.submit());
  }
})();
