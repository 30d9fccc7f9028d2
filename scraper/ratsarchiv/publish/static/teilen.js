/* A button that copies a page's address. Without this script the address stands on the page to be selected. */
"use strict";

document.querySelectorAll("[data-adresse]").forEach((bar) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Link kopieren";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(bar.dataset.adresse);
      status.textContent = "Kopiert.";
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      // no secure connection, or the browser was told not to: the address stands at the end of the page
      status.textContent = "Das hat der Browser nicht erlaubt. Die Adresse steht am Ende der Seite.";
    }
  });
  bar.append(button, " ", status);
});
