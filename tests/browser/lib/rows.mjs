/** The rows in sight as text: name and marks, each indented by its level. */
export function rows(page) {
  return page.getByRole('treegrid').locator('.row').evaluateAll((all) =>
    all.map((row) => '  '.repeat(row.getAttribute('aria-level') - 1) + [...row.querySelectorAll('.label, .chip, .subject')].map((part) => part.textContent).join(' ')));
}

/** A row by its name alone, the first where there are several. */
export function row(page, name) {
  return page.locator('.row', { has: page.getByText(name, { exact: true }) }).first();
}

/** The name of the row that the keyboard is at. */
export function active(page) {
  return page.getByRole('treegrid').evaluate((grid) => document.getElementById(grid.getAttribute('aria-activedescendant'))?.querySelector('.label').textContent ?? null);
}

export function detail(page) {
  return page.getByRole('complementary', { name: 'Details of the span' });
}

/** A list of names and values as an object. */
export function pairs(list) {
  return list.evaluate((element) => Object.fromEntries([...element.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling.textContent])));
}
