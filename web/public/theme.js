// Theme and language before the first paint, so that nothing flashes. A file of its own: the policy allows no inline script.
(() => {
  const root = document.documentElement;
  let theme = "auto";
  let language = "";
  try {
    theme = localStorage.getItem("datamaster-theme") || "auto";
    language = localStorage.getItem("datamaster-language") || "";
  } catch {
    // Storage may be switched off: the system's theme and the browser's language then.
  }
  const isDark =
    theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
  root.lang = language || (navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en");
})();
