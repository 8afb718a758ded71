import { normalizeWords, spellOut } from '../lib/plain-text.js'

/** Whether a whole text says to leave it: what is under way is dropped. */
export function givesUp(text: string): boolean {
  return GIVES_UP.test(normalizeWords(text))
}

/** Whether a whole text says that it works again. Not "voltou a cair", nor "desde que a luz voltou". */
export function isBack(text: string): boolean {
  return BACK.test(spellOut(text))
}

const GIVES_UP =
  /^(?:(?:ah|ok|nao|mas|entao|obrigad[oa]|por favor|pode|pera|olha|ja|acho que|pensando bem|na verdade) )*(?:mudei de ideia|desisti de cancelar|nao quero cancelar|nao e pra (?:abrir|enviar|mandar|cancelar)|nao (?:abre|abra|envia|envie|manda)|cancela|cancelar|deixa|deixa (?:pra|para) (?:la|depois)|deixa quieto|desisto|desisti|esquece|nao quero mais|nao precisa(?: mais)?|melhor nao)(?: (?:isso|mais|mesmo|nao|entao|obrigad[oa]|valeu|vlw|ta|viu|por favor))*$/u
const BACK =
  /^(?:(?:opa|oi|ja|olha|ah|pronto|nossa|eita|pera|agora|acabou de|a|minha) )*(?:internet |net |wi ?fi |sinal )?(?:ja )?(?:voltou|voltar|normalizou|resolveu|ta normal|ta funcionando|funcionou)(?: (?:aqui|agora|ja|tudo|sozinh[oa]|ao normal|a funcionar|obrigad[oa]|valeu|vlw|gracas a deus|nao precisa mais|deixa|viu))*$/u
