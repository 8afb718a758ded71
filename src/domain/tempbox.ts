/** No TempBox URL passes this many characters, token and words included (docs/errata.md): more ends at its web server. */
export const TEMPBOX_URL_MAX = 2_000
