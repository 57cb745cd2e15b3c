// Keys for the suggestion that has the focus, and the link between a suggestion and its words in the text.
// Keys work only while the focus is among the suggestions, so that they are never in the way of anything else.

const cards = () => Array.from(document.querySelectorAll("[data-suggestion]"));
const cardOf = (element) => element.closest?.("[data-suggestion]");
let wanted = null; // the id of the card that gets the focus once the page part has been put in place

function focusCard(card) {
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

const nextArticle = () => document.querySelector("[data-next-item]");
const articleButtons = () => document.querySelector("#review-actions form + form button");
const firstOpen = () => document.querySelector(".card--open[data-suggestion]");

function step(card, by) {
  const all = cards();
  const next = all[all.indexOf(card) + by];
  if (next) focusCard(next);
  else if (by > 0) articleButtons()?.focus();
}

function openReason(card) {
  const reason = card.querySelector(".card__why");
  if (!reason) return;
  reason.open = true;
  reason.querySelector("[name=reason]").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    event.target.closest?.(".card__form")?.querySelector("a.button")?.click();
    const reason = event.target.closest?.(".card__why[open]");
    if (reason) {
      reason.open = false;
      focusCard(cardOf(reason));
    }
    return;
  }
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  const card = cardOf(event.target);
  // Keys also work on what has to be decided first, and on the buttons for the article, where the last suggestion leads to.
  const isBefore = event.target.closest?.("[data-undecided]");
  if (!card && !isBefore && !event.target.closest?.("#review-actions, .review__keys")) return;
  if (event.key === "n" && isBefore && firstOpen()) focusCard(firstOpen());
  else if (event.key === "n") card ? step(card, 1) : nextArticle()?.click();
  else if (event.key === "p") card ? step(card, -1) : focusCard(cards().at(-1));
  else if (event.key === "N") nextArticle()?.click();
  else if (event.key === "?") document.getElementById("keys")?.showModal();
  else if (event.key === "R" && card) openReason(card);
  else {
    const control = card && ["a", "e", "r", "u"].includes(event.key) && card.querySelector(`[data-key=${event.key}]`);
    if (!control) return;
    control.click();
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-help]")) document.getElementById("keys").showModal();
});

function showHelp() {
  for (const button of document.querySelectorAll("[data-keys-help]")) button.hidden = false;
}
showHelp();

// After a decision the focus goes on to the next suggestion; while editing it goes into the form.
document.addEventListener("htmx:beforeRequest", (event) => {
  const verb = event.detail.requestConfig.verb;
  const card = cardOf(event.target);
  if (!card) {
    wanted = event.target.id === "boilerplate" ? document.activeElement.id : "first";
    return;
  }
  const all = cards();
  // What was corrected or opened again stays in view.
  const stays = event.target.closest(".card__form") || document.activeElement?.value === "reopen";
  wanted = (verb === "post" && !stays && (all[all.indexOf(card) + 1]?.id ?? "actions")) || card.id;
});

// The button that restores a passage, or leaves it out again.
function showPassage(button) {
  const list = button.closest("details");
  if (list) list.open = true;
  button.focus();
}

document.addEventListener("click", (event) => {
  const passage = event.target.closest?.("s[data-zone]");
  const button = passage && document.getElementById(`zone-${passage.dataset.zone}`);
  if (button) showPassage(button);
});

document.addEventListener("htmx:afterSettle", () => {
  showHelp();
  const next = wanted;
  wanted = null;
  if (next === "first" || next === "actions") {
    const open = next === "first" && firstOpen();
    if (open) focusCard(open);
    else articleButtons()?.focus();
    return;
  }
  const card = next && document.getElementById(next);
  if (!card) return;
  if (!card.matches("[data-suggestion]")) {
    showPassage(card);
    return;
  }
  const form = document.querySelector(".card__form");
  const field = form?.querySelector("input:not([type=hidden]), select, textarea");
  if (field) {
    field.focus();
    cardOf(form).scrollIntoView({ block: "nearest" });
  } else focusCard(card);
});

// A page that was asked for one suggestion begins there; one that was asked for the first, at what has to be decided first.
const isFirst = location.hash === "#first";
const undecided = isFirst && document.querySelector("[data-undecided] button");
const asked = isFirst ? firstOpen() : document.getElementById(location.hash.slice(1));
if (undecided) undecided.focus();
else if (asked?.matches("[data-suggestion]")) focusCard(asked);

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
