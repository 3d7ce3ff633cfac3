// Runs before the first paint: the theme that this browser remembers. Without one the system decides, in theme.css.
(function () {
  try {
    var theme = localStorage.getItem("backoffice.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (ignored) { /* storage is off: the system decides */ }
})();
