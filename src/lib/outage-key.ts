import { normalizeWords } from './plain-text.js'
import type { Tagger } from './tags.js'

/** Stands for the words of an alert, which may name a place or a person: chats of one key wait for the same outage. */
export const outageKey = (tag: Tagger, alerta: string): string => tag('alerta', normalizeWords(alerta))
