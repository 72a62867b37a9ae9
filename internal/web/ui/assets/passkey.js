// Passkeys: asks the server for a question, the browser for an answer, and posts the answer as an ordinary form.
// A box that cannot work here stays hidden: no passkeys in this browser, plain http, or another host name.
(() => {
  "use strict";
  const doc = document;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const here = (domain) => location.hostname === domain || location.hostname.endsWith(`.${domain}`);

  // options has bytes where the server's JSON has base64url.
  function options(json) {
    const o = json.publicKey;
    o.challenge = bytes(o.challenge);
    if (o.user) o.user.id = bytes(o.user.id);
    for (const list of ["allowCredentials", "excludeCredentials"]) for (const c of o[list] || []) c.id = bytes(c.id);
    return { publicKey: o };
  }
  function answer(cred) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (cred.response[name]) response[name] = text(cred.response[name]);
    }
    if (cred.response.getTransports) response.transports = cred.response.getTransports();
    return JSON.stringify({ id: cred.id, rawId: text(cred.rawId), type: cred.type, response,
      clientExtensionResults: cred.getClientExtensionResults(), authenticatorAttachment: cred.authenticatorAttachment || undefined });
  }

  async function run(box, form) {
    const question = await fetch(box.dataset.begin, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
    const json = await question.json();
    if (!question.ok) throw new Error(json.error || box.dataset.failed);
    try {
      return answer(await navigator.credentials[box.dataset.passkey](options(json)));
    } catch (e) {
      const why = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "taken" }[e.name] || "failed";
      throw new Error(box.dataset[why]);
    }
  }

  function start(box) {
    const form = box.querySelector("form");
    const note = box.querySelector("[data-passkey-error]");
    const button = form.querySelector("button:not([type=button])");
    let busy = false;
    box.hidden = false;
    form.addEventListener("submit", async (e) => {
      if (form.elements.answer.value) return; // the answer is there: an ordinary form from here on
      e.preventDefault();
      if (busy || !form.reportValidity()) return;
      busy = true;
      note.hidden = true;
      button.classList.add("is-busy");
      try {
        form.elements.answer.value = await run(box, form);
        form.requestSubmit();
      } catch (err) {
        note.textContent = err.message || box.dataset.failed;
        note.hidden = false;
        button.classList.remove("is-busy");
      }
      busy = false;
    });
  }

  const able = !!(window.PublicKeyCredential && navigator.credentials);
  for (const box of doc.querySelectorAll("[data-passkey]")) {
    if (able && here(box.dataset.domain)) start(box);
    else for (const p of doc.querySelectorAll("[data-passkey-missing]")) p.hidden = false;
  }
  // Coming back by the browser's history: an answer is good for once.
  addEventListener("pageshow", () => { for (const box of doc.querySelectorAll("[data-passkey]")) box.querySelector("form").elements.answer.value = ""; });
})();
