// What HTML cannot do alone. Every screen works without this file; nothing is kept in the browser's storage.
(function () {
  const say = (text) => {
    const live = document.getElementById("live");
    if (!live || !text) return;
    live.textContent = "";
    setTimeout(() => { live.textContent = text; }, 60); // a changed node is read, a filled one is not
  };

  // htmx writes the current address down, and an address may hold a name that was searched for.
  const forget = () => {
    try { sessionStorage.removeItem("htmx-current-path-for-history"); } catch { /* storage is shut: nothing is kept */ }
  };
  forget();
  ["pushedIntoHistory", "replacedInHistory", "historyRestore"].forEach((name) => document.addEventListener(`htmx:${name}`, forget));

  // After an error the reader starts at the summary, as U4 asks.
  const errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();

  // A form goes once: the second press waits for the answer. Buttons stay focusable, the word is said aloud.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      say("Форма уже отправляется. Подождите.");
      return;
    }
    form.dataset.sending = "yes";
    form.setAttribute("aria-busy", "true");
    (event.submitter || form.querySelector("[type=submit], button:not([type])"))?.setAttribute("aria-busy", "true");
    say("Форма отправляется");
  });
  const free = (form) => {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  // «Назад» may show the page as it was left: with a form that seems to be on its way.
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(free));

  // After a swap the focus goes to the heading of the new part, and the heading is said.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (!part || part.closest("[data-quiet]")) return; // progress and counters speak for themselves
    const summary = part.querySelector("[data-errors]");
    const heading = summary || part.querySelector("h1, h2, h3, [data-focus]");
    if (heading) {
      heading.setAttribute("tabindex", "-1");
      heading.focus();
    }
    say(part.dataset?.say || (heading && heading.textContent.trim()));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest && event.detail.elt.closest("form");
    if (form) free(form);
  });
  document.addEventListener("htmx:sendError", () => say("Нет связи. Ничего не пропало, попробуйте ещё раз."));
  document.addEventListener("htmx:responseError", () => say("Не получилось. Обновите страницу и попробуйте ещё раз."));

  // A form marked data-keep loses no text: what did not go stays on the page and goes again, with growing pauses.
  const kept = new Map(); // form → pause in seconds before the next try
  const notice = (form) => {
    let note = form.querySelector("[data-unsent]");
    if (!note) {
      note = document.createElement("p");
      note.className = "n-unsent";
      note.dataset.unsent = "";
      note.setAttribute("role", "status");
      form.append(note);
    }
    return note;
  };
  const again = (form) => { if (kept.has(form) && form.isConnected) form.requestSubmit(); };
  const unsent = (form) => {
    const pause = Math.min(60, (kept.get(form) || 1) * 2);
    kept.set(form, pause);
    notice(form).textContent = "Не отправлено: нет связи. Текст на месте. Отправим сами, когда связь вернётся; не закрывайте страницу.";
    setTimeout(() => again(form), pause * 1000);
  };
  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest && event.target.closest("form[data-keep]");
    if (form) unsent(form);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.elt.closest && event.detail.elt.closest("form[data-keep]");
    if (form) kept.delete(form);
  });
  addEventListener("online", () => [...kept.keys()].forEach(again));
  addEventListener("beforeunload", (event) => {
    if ([...kept.keys()].some((form) => form.isConnected)) event.preventDefault();
  });

  // «Осталось 120 знаков» under a long text.
  const plural = (n, one, few, many) => {
    const a = n % 100, b = n % 10;
    return a > 10 && a < 15 ? many : b === 1 ? one : b > 1 && b < 5 ? few : many;
  };
  const count = (area) => {
    const note = document.getElementById(area.dataset.count);
    if (!note) return;
    const left = area.maxLength - area.value.length;
    note.textContent = `${plural(left, "Остался", "Осталось", "Осталось")} ${left} ${plural(left, "знак", "знака", "знаков")}`;
  };
  document.addEventListener("input", (event) => { if (event.target.dataset?.count) count(event.target); });

  document.querySelectorAll("[hidden][data-script]").forEach((part) => { part.hidden = false; });

  // «Показать пароль», and boxes that mark the whole list.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset.reveal) document.getElementById(box.dataset.reveal).type = box.checked ? "text" : "password";
    if (box.dataset.all) {
      document.querySelectorAll(`input[type=checkbox][name="${box.dataset.all}"]`).forEach((one) => { one.checked = box.checked; });
    }
  });

  // «Напечатать»
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  // Drop-downs close on Escape and on a press elsewhere.
  const close = (but) => document.querySelectorAll("details.n-drop[open]").forEach((drop) => { if (drop !== but) drop.open = false; });
  document.addEventListener("click", (event) => close(event.target.closest("details.n-drop")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement && document.activeElement.closest("details.n-drop[open]");
    close();
    if (open) open.querySelector("summary").focus();
  });
})();
