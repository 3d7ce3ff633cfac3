// Runs before the first paint: the theme that this browser remembers. Without one the system decides, in theme.css.
(function () {
  // Where the person last pressed something: nothing takes the focus from somebody at work on the page.
  ["pointerdown", "keydown"].forEach(function (kind) {
    addEventListener(kind, function () { document.documentElement.touchedAt = location.pathname; }, true);
  });
  try {
    var theme = localStorage.getItem("backoffice.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (ignored) { /* storage is off: the system decides */ }
})();
