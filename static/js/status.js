// When a request fails, one sentence in #status says what happened and what now; the page stays as it was.
// The sentences are data-status-… on the body, in the user's language. Other scripts dispatch
// "wortlaut:status" with a sentence (or "" to clear).

const line = document.getElementById("status");
const say = document.body.dataset;

function show(sentence, ...more) {
  line.replaceChildren();
  if (!sentence) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet";
  close.textContent = say.statusClose;
  close.addEventListener("click", () => show(""));
  line.append(sentence, ...more, close);
}

function signInLink(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank"; // what was typed stays here, and is saved once somebody is signed in again
  link.textContent = say.statusSignIn;
  return link;
}

// The server's own sentence says why; what stands before it, a proxy perhaps, answers 503 with a page.
const told = (xhr) => xhr.status === 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");

function failed(xhr) {
  const address = xhr.status === 401 && xhr.getResponseHeader("X-Sign-In");
  const sentence = told(xhr) ? xhr.responseText : say[`status-${xhr.status}`] ?? say["status-5xx"];
  show(sentence, ...(address ? [signInLink(address)] : []));
}

const unreachable = () => show(say.statusOffline);

document.addEventListener("htmx:responseError", (event) => failed(event.detail.xhr));
document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);
// htmx also calls 409 and 422 successful, because they are swapped; their answer may have put a sentence here.
document.addEventListener("htmx:afterOnLoad", (event) => event.detail.xhr.status < 400 && show(""));
document.addEventListener("wortlaut:status", (event) => show(event.detail));
// Signing in, in whatever window, gives a new CSRF token, and the one that this page came with is refused.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = /(?:^|; )csrftoken=(\w+)/.exec(document.cookie)?.[1];
  if (!token) return;
  detail.headers["X-CSRFToken"] = token;
  delete detail.parameters.csrfmiddlewaretoken;
});
