import type { YAMLError } from 'yaml'

/** What keeps YAML from being read, with what to do about it, in Portuguese; `text` is the whole file. */
export function describeYamlError({ code, message, pos: [offset] }: YAMLError, text: string): string {
  return `YAML inválido: ${lineSays(lineAt(text, offset)) ?? codeSays(code, message, text.slice(offset))}`
}

/** Whatever the parser makes of such a line, this is what is wrong with it. */
function lineSays(line: string): string | undefined {
  if (/^ *\t/u.test(line)) return 'há uma tabulação no começo da linha; use espaços'
  if (/^ *[\u00A0\u2000-\u200B\u3000]/u.test(line)) return 'há um espaço especial no começo da linha; apague-o e digite espaços comuns'
  if (/^(?:<{7}|={7}|>{7})/u.test(line)) return 'sobrou uma marca de conflito do git; fique com uma das duas versões'
  return undefined
}

function codeSays(code: YAMLError['code'], message: string, rest: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'há uma tabulação; use espaços'
    case 'DUPLICATE_KEY':
      return `“${/^[^:\n]{0,60}/u.exec(rest)?.[0].trim() ?? ''}” está repetido; deixe um só`
    case 'BAD_INDENT':
      return `os espaços no começo da linha não combinam com os das linhas vizinhas${/block scalar/iu.test(message) ? '; o texto depois de |- leva dois a mais que a chave' : ''}`
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a linha não é “campo: valor”: faltam espaços no começo, ou os dois-pontos'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'um texto com “: ” dentro vai entre aspas, ou nas linhas de baixo, depois de |-'
    case 'BAD_SCALAR_START':
      return `um texto que começa com ${rest.charAt(0)} vai entre aspas`
    case 'BAD_DQ_ESCAPE':
      return 'entre aspas duplas a barra \\ tem outro sentido; use aspas simples'
    case 'MULTIPLE_DOCS':
      return 'há uma linha --- no meio; o arquivo é um só do começo ao fim'
    case 'TAG_RESOLVE_FAILED':
      return 'um texto que começa com ! vai entre aspas'
    case 'MISSING_CHAR':
      return message.includes('quote') ? 'falta fechar as aspas' : 'falta um sinal: vírgula, fecho de colchete ou de chave, ou espaço depois dos dois-pontos'
    case 'UNEXPECTED_TOKEN':
      return 'há algo a mais depois do valor; um texto que começa com *, [, {, > ou aspas, ou que as tem dentro, vai inteiro entre aspas simples'
    default:
      return `não se lê a partir daqui (${code})`
  }
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1
  const to = text.indexOf('\n', from)
  return text.slice(from, to < 0 ? undefined : to)
}
