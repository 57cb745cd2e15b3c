// Beside the editor of an article: fetches the records that its text names, counts them on the panel's button, and remembers
// what is refused. What is ticked belongs to the editor's own form.
(() => {
  const token = () => document.querySelector('#page-edit-form input[name="csrfmiddlewaretoken"]')?.value ?? '';

  const count = (panel) => {
    const open = panel.querySelectorAll('[data-refuse]').length;
    const counter = document.querySelector('[data-side-panel-toggle="named-records"] [data-side-panel-toggle-counter]');
    if (counter) {
      counter.textContent = String(open);
      counter.hidden = open === 0;
    }
  };

  const fetchOffers = async (panel) => {
    const answer = await fetch(panel.dataset.offers, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    if (!answer.ok) throw new Error(String(answer.status));
    panel.innerHTML = await answer.text();
    count(panel);
  };

  const refuse = async (panel, button) => {
    button.disabled = true;
    const body = new URLSearchParams({ record: button.dataset.refuse });
    const answer = await fetch(button.dataset.refuseUrl, { method: 'POST', body, headers: { 'X-CSRFToken': token() } });
    if (!answer.ok) {
      button.disabled = false;
      return;
    }
    button.closest('li').remove();
    count(panel);
  };

  document.addEventListener('DOMContentLoaded', () => {
    const panel = document.querySelector('[data-offers]');
    if (!panel) return;
    panel.addEventListener('click', (event) => {
      const button = event.target.closest('[data-refuse]');
      if (button) refuse(panel, button);
    });
    fetchOffers(panel).catch(() => {
      panel.querySelector('p').hidden = true;
      panel.querySelector('[data-offers-trouble]').hidden = false;
    });
  });
})();
