// Runs before the first paint: the theme and density that this browser remembers. Without a theme the system decides, in theme.css.
(function () {
  var root = document.documentElement;
  // Where the person last pressed something: nothing takes the focus from somebody at work on the page.
  ["pointerdown", "keydown"].forEach(function (kind) {
    addEventListener(kind, function () { root.touchedAt = location.pathname; }, true);
  });
  try {
    var theme = localStorage.getItem("backoffice.theme");
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    if (localStorage.getItem("backoffice.density") === "roomy") root.dataset.density = "roomy";
    if (localStorage.getItem("backoffice.keys") === "off") root.dataset.keys = "off";
  } catch (ignored) { /* storage is off: the system decides */ }
})();
