/* SQL forms: Ctrl+Enter sends them; where Datasette's formatter is loaded, a button tidies the text. */
"use strict";

(() => {
  const text = document.getElementById("sql-text");
  if (!text) return;
  if (text.form) text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit();
  });
  const button = document.getElementById("sql-ordnen");
  if (!button || !window.sqlFormatter) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (text.form) text.value = window.sqlFormatter.format(text.value);
    else text.textContent = window.sqlFormatter.format(text.textContent);
  });
})();
