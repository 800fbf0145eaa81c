// Light or dark: as the system has it, until one is chosen.

function startTheme() {
  const button = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = remembered();
  const apply = () => {
    const theme = chosen ?? (system.matches ? 'dark' : 'light');
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-pressed', theme === 'dark');
  };
  system.addEventListener('change', apply);
  button.addEventListener('click', () => {
    chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    remember(chosen);
    apply();
  });
  apply();
}

// A browser may forbid a file to remember anything.
function remembered() {
  try {
    const theme = localStorage.getItem('awsotel-theme');
    return theme === 'dark' || theme === 'light' ? theme : null;
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem('awsotel-theme', theme);
  } catch {
    // Then it is chosen anew next time.
  }
}
