// Keys for the suggestion that has the focus, and the link between a suggestion and its words in the text.
// Keys work only while the focus is among the suggestions, so that they are never in the way of anything else.

const cards = () => Array.from(document.querySelectorAll("[data-suggestion]"));
const cardOf = (element) => element.closest?.("[data-suggestion]");
let wanted = null; // the id of the card that gets the focus once the page part has been put in place

function focusCard(card) {
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function step(card, by) {
  const all = cards();
  const next = all[all.indexOf(card) + by];
  if (next) focusCard(next);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=radio]), textarea, select")) return;
  const card = cardOf(event.target);
  if (!card) return;
  if (event.key === "n") step(card, 1);
  else if (event.key === "p") step(card, -1);
  else {
    const control = ["a", "e", "r"].includes(event.key) && card.querySelector(`[data-key=${event.key}]`);
    if (!control) return;
    control.click();
  }
  event.preventDefault();
});

// After a decision the focus goes on to the next suggestion; while editing it goes into the form.
document.addEventListener("htmx:beforeRequest", (event) => {
  const card = cardOf(event.target);
  if (!card) return;
  const all = cards();
  const decides = event.detail.requestConfig.verb === "post";
  wanted = (decides && all[all.indexOf(card) + 1]?.id) || card.id;
});

document.addEventListener("htmx:afterSettle", () => {
  const card = wanted && document.getElementById(wanted);
  wanted = null;
  if (!card) return;
  const form = document.querySelector(".card__form");
  const field = form?.querySelector("input:not([type=hidden]), select, textarea");
  if (field) {
    field.focus();
    cardOf(form).scrollIntoView({ block: "nearest" });
  } else focusCard(card);
});

// A page that was asked for one suggestion begins there.
const asked = location.hash.startsWith("#suggestion-") && document.getElementById(location.hash.slice(1));
if (asked) focusCard(asked);

// Linked both ways: pointing at, or focusing, one side lights up the other.
function light(ids) {
  for (const element of document.querySelectorAll(".is-lit")) element.classList.remove("is-lit");
  for (const id of ids) {
    document.getElementById(`suggestion-${id}`)?.classList.add("is-lit");
    for (const mark of document.querySelectorAll(`mark[data-proves~="${id}"]`)) mark.classList.add("is-lit");
  }
}

for (const name of ["mouseover", "focusin"]) {
  document.addEventListener(name, (event) => {
    const mark = event.target.closest?.("mark[data-proves]");
    const card = cardOf(event.target);
    if (mark) light(mark.dataset.proves.split(" "));
    else if (card) light([card.dataset.suggestion]);
  });
}

document.addEventListener("focusin", (event) => {
  const card = cardOf(event.target);
  const text = document.querySelector(".review__document");
  const mark = card && document.getElementById(`text-${card.dataset.suggestion}`);
  if (mark) text.scrollTo({ top: mark.offsetTop - text.offsetTop - text.clientHeight / 3 });
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("mark[data-proves]");
  const card = mark && document.getElementById(`suggestion-${mark.dataset.proves.split(" ")[0]}`);
  if (!card) return;
  event.preventDefault();
  focusCard(card);
});
