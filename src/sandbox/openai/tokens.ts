export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  prompt_tokens_details: { cached_tokens: number }
}

/** Tokens by the usual rule of thumb: four characters each. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

const KEPT = 32
/** The vendor caches prefixes from 1,024 tokens on, in steps of 128. */
const MIN_CACHED = 1_024
const CACHED_STEP = 128

/** Counts tokens, and those that a provider's cache of prompts would have had: the longest prefix sent before. */
export class Tokens {
  /** What was told of each answer, oldest first. */
  readonly told: { model: string; tokens: number }[] = []
  #seen: string[] = []

  count(model: string, prompt: string, answer: string): Usage {
    const promptTokens = countTokens(prompt)
    const completionTokens = countTokens(answer)
    const shared = Math.max(0, ...this.#seen.map((seen) => sharedLength(seen, prompt)))
    const cached = Math.floor(shared / 4 / CACHED_STEP) * CACHED_STEP
    this.#seen = [prompt, ...this.#seen].slice(0, KEPT)
    this.told.push({ model, tokens: promptTokens + completionTokens })
    return {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: cached >= MIN_CACHED ? cached : 0 },
    }
  }
}

function sharedLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1
  return length
}
