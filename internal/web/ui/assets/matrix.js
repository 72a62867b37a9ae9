// The table of SKU prices as a spreadsheet has it: a block that is pasted onto a cell fills the cells right of it and below,
// arrows and Enter move between rows, and a filter hides rows. Without it every cell is still a field.
(() => {
  "use strict";
  const shown = (el) => el.offsetParent !== null;
  const rowsOf = (table) => [...table.tBodies[0].rows].filter(shown);
  const cellsOf = (row) => [...row.querySelectorAll(".sku-table .price input")].filter(shown);
  const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

  function place(input) {
    const rows = rowsOf(input.closest("table"));
    const row = rows.indexOf(input.closest("tr"));
    return { rows, row, column: cellsOf(rows[row]).indexOf(input) };
  }

  document.addEventListener("paste", (e) => {
    const input = e.target.closest?.(".sku-table .price input");
    const text = e.clipboardData?.getData("text/plain") || "";
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    if (!input || (lines.length === 1 && lines[0].length === 1)) return;
    e.preventDefault();
    const { rows, row, column } = place(input);
    let last = input;
    for (let i = 0; i < lines.length && row + i < rows.length; i++) {
      const cells = cellsOf(rows[row + i]);
      for (let k = 0; k < lines[i].length && column + k < cells.length; k++) {
        last = cells[column + k];
        if (last.readOnly) continue;
        last.value = lines[i][k].trim();
        changed(last);
      }
    }
    last.dispatchEvent(new Event("change", { bubbles: true }));
    last.focus();
  });

  document.addEventListener("keydown", (e) => {
    const input = e.target.closest?.(".sku-table .price input");
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: e.shiftKey ? -1 : 1 }[e.key];
    if (!input || !step || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    const { rows, row, column } = place(input);
    const next = rows[row + step] && cellsOf(rows[row + step])[column];
    next?.focus();
    next?.select();
  });

  document.addEventListener("input", (e) => {
    if (!e.target.matches?.("input[data-rows]")) return;
    const words = e.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of document.getElementById(e.target.dataset.rows).tBodies[0].rows) {
      const text = row.querySelector(".combo").textContent.toLowerCase();
      row.hidden = !words.every((w) => text.includes(w));
    }
  });
  // Enter in the filter is no order to save.
  document.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.target.matches?.("input[data-rows]")) e.preventDefault();
  });
})();
