// The choice of light or dark: that of the system unless somebody chose here.
// A script in each document sets what was chosen before the first paint
// (themeScript in app/build_pages.go); the style sheets do the rest (web/base.css:
// color-scheme and light-dark()).

const key = "mfa-playground:theme";

// chooseTheme sets "light", "dark", or "" for the system's, and remembers it
// where the browser allows.
export function chooseTheme(choice) {
  document.documentElement.dataset.theme = choice;
  try {
    if (choice) localStorage.setItem(key, choice);
    else localStorage.removeItem(key);
  } catch {
    // Storage is refused, as in a sandboxed frame: the choice lasts as long as the page.
  }
}

// showTheme sets the menu to what is chosen.
export function showTheme() {
  const menu = document.querySelector("[data-theme-choice]");
  if (menu) menu.value = document.documentElement.dataset.theme ?? "";
}
