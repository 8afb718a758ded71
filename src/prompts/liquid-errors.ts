/** What LiquidJS says of a template, with what to do about it, in Portuguese; as it is where nobody knows better. */
export function describeLiquid(message: string): string {
  for (const [sign, tell] of SIGNS) {
    const found = sign.exec(message)
    if (found) return tell(found[1] ?? '')
  }
  return message
}

const TAGS = 'if, elsif, else, unless, case, when, for e assign'

const SIGNS: readonly (readonly [sign: RegExp, tell: (what: string) => string])[] = [
  [/^tag \{%-?\s*(\w+).* not closed/su, (tag) => `{% ${tag} … %} não é fechado; falta {% end${tag} %}`],
  [/^tag "((?:end|else?|elsif|when)\w*)" not found/u, (tag) => `{% ${tag} %} está sem o seu começo, ou foi escrito errado; há: ${TAGS}`],
  [/^tag "([^"]*)" not found/u, (tag) => `{% ${tag} %} não existe; há: ${TAGS}`],
  [/^(?:output|tag) .* not closed/su, () => 'falta fechar: {{ … }} ou {% … %}'],
  [/^undefined filter: (.*)/u, (filter) => `o filtro “${filter}” não existe`],
  [/^undefined variable: (.*)/u, (name) => `{{ ${name} }} não está preenchido; ponha-o entre {% if ${name.split('.').slice(0, 2).join('.')} %} e {% endif %}`],
  [/^expected "\|" before filter/u, () => 'entre {{ e }} vai um nome só, ou nome | filtro; falta um } ou sobra uma palavra'],
  [/^expected filter name/u, () => 'falta o nome do filtro depois de |'],
  [/^invalid value expression: "?([^"]*)"?/u, (what) => (what.trim() === '' ? 'não há nada entre {{ e }}, ou depois da palavra do {% %}' : `“${what}” não é um valor`)],
  [/^(?:illegal tag syntax|illegal tag:)/u, () => `depois de {% vai uma destas: ${TAGS}`],
]
