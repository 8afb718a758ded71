/**
 * What a text holds as JSON; undefined where it holds none (a page, a cut body, prose), which a schema then refuses.
 * The error is not kept: it quotes the text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whoever asked reads undefined as what is no JSON.
    return undefined
  }
}
