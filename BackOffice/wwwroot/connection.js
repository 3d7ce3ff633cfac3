// Says whether the page is connected, and takes it up again. Blazor tells the element of ConnectionBar how it stands.
(function () {
  var bar = document.getElementById("components-reconnect-modal");
  if (!bar) return;
  var root = document.documentElement;
  root.dataset.connection = "live";
  var retry = 0;

  bar.addEventListener("components-reconnect-state-changed", function (event) {
    var state = event.detail && event.detail.state;
    if (state === "hide") {
      clearTimeout(retry);
      back();
    } else if (state === "show" || state === "retrying") {
      root.dataset.connection = "lost";
    } else if (state === "failed") {
      root.dataset.connection = "lost";
      retry = setTimeout(reconnect, 3000);
    } else if (state === "rejected" || state === "resume-failed") {
      gone();
    }
  });

  bar.addEventListener("click", function (event) {
    var button = event.target.closest("[data-connection]");
    if (!button) return;
    if (button.dataset.connection === "reload") location.reload();
    else reconnect();
  });

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible" && root.dataset.connection === "lost") reconnect();
  });

  function reconnect() {
    clearTimeout(retry);
    Blazor.reconnect().then(function (kept) {
      if (!kept) return Blazor.resumeCircuit().then(function (resumed) { if (!resumed) gone(); });
    }, function () {
      retry = setTimeout(reconnect, 3000);
    });
  }

  // What changed meanwhile comes first: the console says when it has shown it. Without a console there is nothing to wait for.
  function back() {
    root.dataset.connection = "catching";
    if (document.dispatchEvent(new Event("connection-back", { cancelable: true }))) root.dataset.connection = "live";
  }

  // The server does not know this page any more. A page with nothing typed is simply loaded again; what was typed is kept by drafts.js in any case.
  function gone() {
    var typed = [].some.call(document.querySelectorAll("textarea, .mud-dialog input, main input[type=text]"), function (field) {
      return field.value && field.value !== field.defaultValue;
    });
    if (!typed) location.reload();
    else root.dataset.connection = "gone";
  }
})();
