import type { Routing } from '../domain/routing.js'
import { parseMarkdown, type MarkdownText } from './markdown.js'
import type { Provider } from './provider.js'
import type { FileText } from './yaml-file.js'

/** What the model is told, as it is sent: the same for every customer, to the byte, until a file is changed. */
export interface ModelTexts {
  /** The instructions. */
  agente: string
  /** What is read from a picture. */
  imagem: string
}

/** The variables that each text may use: nothing of a customer is among them. */
export const MODEL_VARIABLES: Readonly<Record<keyof ModelTexts, readonly string[]>> = {
  agente: ['provedor', 'categorias'],
  imagem: ['provedor'],
}

/** Reads `<name>.md`; without a provider or routing it is checked, but not written out. */
export function parseModelText(
  text: FileText,
  name: keyof ModelTexts,
  provider: Provider | undefined,
  routing: Routing | undefined,
): MarkdownText {
  const vars = routing && { categorias: listCategorias(routing) }
  return parseMarkdown(text, `${name}.md`, { known: MODEL_VARIABLES[name], provider, vars })
}

/** The operator's categories with the ids that a decision names, one a line, each question below its category. */
function listCategorias({ categorias }: Routing): string {
  return categorias
    .flatMap(({ id, rotulo, perguntas }) => [
      `- \`${id}\`: ${rotulo}`,
      ...perguntas.map((pergunta) => {
        const options = pergunta.opcoes.length > 0 ? ` (opções: ${pergunta.opcoes.join(' | ')})` : ''
        return `  - \`${pergunta.id}\`: ${pergunta.texto.replace(/\s+/gu, ' ').trim()}${options}`
      }),
    ])
    .join('\n')
}
