// Before anything is painted: the reader's light and language, so that no page flashes white or speaks another tongue
// first. The pages read both from the root element.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem("notula." + name);
    } catch {
      return null; // private windows may keep nothing
    }
  };
  const root = document.documentElement;
  const theme = kept("theme");
  if (theme === "dark" || theme === "light") {
    root.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]").content = theme;
  }
  const asked = new URLSearchParams(location.search).get("lang") ?? kept("lang");
  const own = navigator.languages.some((language) => /^(id|ms)\b/i.test(language)) ? "id" : "en";
  root.lang = asked === "en" || asked === "id" ? asked : own;
})();
