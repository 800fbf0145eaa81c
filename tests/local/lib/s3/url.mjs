// Not the URL class: it throws at some paths, and folds the dots of others, that are good keys.
export const pathOf = (url) => url.split('?', 1)[0];
export const queryOf = (url) => new URLSearchParams(url.slice(pathOf(url).length));
