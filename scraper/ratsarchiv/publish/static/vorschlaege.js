/* Suggestions under every search box: an ARIA combobox with a listbox. Without this script the boxes work all the same. */
"use strict";

(() => {
  const PAUSE = 150;
  const SHORTEST = 2;
  const KINDS = { nummer: "Vorlage", betreff: "Vorlage", gremium: "Gremium", ort: "Ort" };

  function attach(input, list) {
    let waiting = 0, asked = "", options = [], active = -1;

    const show = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) choose(-1);
    };
    const choose = (index) => {
      active = index;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", options[index].id);
        options[index].scrollIntoView({ block: "nearest" });
      }
    };
    const go = (option) => { location.href = option.dataset.adresse; };

    const fill = (found) => {
      options = found.filter((each) => /^\/(?!\/)/.test(each.adresse)).map((each, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.dataset.adresse = each.adresse;
        const kind = document.createElement("span");
        kind.className = "zusatz";
        kind.textContent = KINDS[each.art] || "";
        option.append(`${each.text} `, kind);
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => go(option));
        return option;
      });
      list.replaceChildren(...options);
      show(options.length > 0 && document.activeElement === input);
    };

    const ask = async () => {
      const text = input.value.trim();
      asked = text;
      if (text.length < SHORTEST) return fill([]);
      try {
        const answer = await fetch(`${input.dataset.vorschlaege}?q=${encodeURIComponent(text)}`);
        if (answer.ok && asked === text) fill((await answer.json()).vorschlaege);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // the network is away: no suggestions
      }
    };

    const keys = {
      ArrowDown: () => choose((active + 1) % options.length),
      ArrowUp: () => choose((active <= 0 ? options.length : active) - 1),
      Escape: () => show(false),
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && list.hidden && options.length) show(true);
      if (list.hidden) return;
      if (keys[event.key]) {
        event.preventDefault();
        keys[event.key]();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        go(options[active]);
      }
    });
    input.addEventListener("blur", () => show(false));
  }

  document.querySelectorAll("input[data-vorschlaege]").forEach((input) => {
    const list = document.createElement("ul");
    list.id = `${input.id}-vorschlaege`;
    list.className = "vorschlaege";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Vorschläge");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    attach(input, list);
  });
})();
