// A passkey is made or used: the browser asks its authenticator, and the form carries the answer.

export function start(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  const without = form.parentElement.querySelector("[data-without]");
  if (without) without.hidden = true;
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await answer(form));
      form.submit();
    } catch (error) {
      problem.textContent = error.sentence || form.dataset.failed;
      problem.hidden = false;
      button.disabled = false;
    }
  });
}

async function answer(form) {
  const proof = form.elements.proof?.value ?? "";
  const asked = await fetch(form.dataset.challenge, {
    method: "POST",
    headers: { "X-CSRF-Token": form.elements.csrf_token.value },
    body: new URLSearchParams({ proof }),
  });
  // 422: what was typed as proof is not right, in words for whoever typed it.
  const sentence = asked.status === 422 ? await asked.text() : "";
  if (!asked.ok) throw Object.assign(new Error(asked.statusText), { sentence });
  const publicKey = read(await asked.json());
  const creates = "creates" in form.dataset;
  const credential = await navigator.credentials[creates ? "create" : "get"]({ publicKey });
  return written(credential);
}

// What is bytes to the browser travels as base64url.
function read(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const known of options[list] ?? []) known.id = bytes(known.id);
  }
  return options;
}

function written(credential) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const name of names) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const id = text(credential.rawId);
  return { id, rawId: id, type: credential.type, response };
}

function bytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
