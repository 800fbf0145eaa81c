// The two views: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/

const TABS = ['spans', 'totals'];

function showTab(wanted) {
  for (const tab of TABS) {
    byId(tab).hidden = tab !== wanted;
    const button = byId(`tab-${tab}`);
    button.setAttribute('aria-selected', tab === wanted);
    button.tabIndex = tab === wanted ? 0 : -1;
  }
}

function startTabs() {
  TABS.forEach((tab, i) => {
    const button = byId(`tab-${tab}`);
    button.addEventListener('click', () => showTab(tab));
    button.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = TABS[(i + 1) % TABS.length];
      showTab(other);
      byId(`tab-${other}`).focus();
    });
  });
}
