// Files dropped on the field are added to it, and what was chosen is listed.
const area = document.querySelector("[data-drop]");
const input = area.querySelector("input[type=file]");
const list = area.querySelector("[data-drop-list]");

area.querySelector("[data-drop-hint]").hidden = false;

const problem = area.querySelector("[data-drop-problem]");

function show() {
  // The server would say the same, but only after all of it was sent.
  problem.hidden = input.files.length <= Number(area.dataset.mostFiles);
  problem.textContent = problem.hidden ? "" : area.dataset.tooMany;
  input.setCustomValidity(problem.textContent);
  list.replaceChildren(
    ...Array.from(input.files, (file) => {
      const row = document.createElement("li");
      row.textContent = file.name;
      return row;
    }),
  );
}

input.addEventListener("change", show);

for (const name of ["dragover", "dragenter"]) {
  area.addEventListener(name, (event) => {
    event.preventDefault();
    area.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) {
  area.addEventListener(name, () => area.classList.remove("is-over"));
}
area.addEventListener("drop", (event) => {
  event.preventDefault();
  const all = new DataTransfer();
  for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
  input.files = all.files;
  show();
});
