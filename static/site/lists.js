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
})();
