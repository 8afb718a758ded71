import { milvusCalls as calls } from '../../integrations/milvus/calls.js'
import type { Milvus } from '../../integrations/milvus/milvus.js'
import { normalizeWords } from '../../lib/plain-text.js'
import type { NameInRouting } from '../../prompts/routing-names.js'
import { ok, warning, type Check, type Outcome } from '../check.js'
import { isNothingFound, tellFailure } from '../failure.js'
import { CHAMADOS_READ, type NomesEmUso, type World } from '../world.js'
import { notLookedAt } from './environment.js'
import { alike, whereIs } from './prompts.js'

/** Right check digits, and nobody's. */
const NOBODY = '00000000191'
/** What technicians write about first. */
const QUESTION = 'O que fazer quando o cliente está sem internet?'
/** Beside the operators' own patterns: what a model says of an empty base, in words of its own each time. */
const NOTHING = /\bnao (?:encontr|localiz|ha |sei|tenho|possu|conte|existe|foi encontr)|\bnenhum|\bvazi[oa]\b|\bsem (?:artigo|informac|conteudo|dados)/u

/** Milvus: the token, tickets, the knowledge base, and the names that routing.yaml uses. */
export function milvusChecks(world: World): Check[] {
  const { milvus, env } = world
  const blocked = notLookedAt('milvus', env.milvus, 'não há base de conhecimento, e todo chamado vai para o HubSoft')
  if (blocked || !milvus || env.milvus.kind !== 'ready') return blocked ?? []
  const host = new URL(env.milvus.config.baseUrl).host
  const of = (what: string, title: string, run: () => Promise<Outcome>, more: Partial<Check> = {}): Check => {
    return { id: `milvus.${what}`, system: 'milvus', title, run, needs: ['milvus.token'], ...more }
  }
  return [
    of('token', 'Token e clientes', () => findNobody(milvus, host), { needs: [], timeoutMs: 16_000 }),
    of('chamados', 'Listagem de chamados', () => listChamados(world), { timeoutMs: 16_000 }),
    of('base', 'Base de conhecimento', () => askBase(milvus, world)),
    of('nomes', 'Mesas, setores, categorias', () => compareNames(world), {
      needs: ['milvus.chamados'],
      timeoutMs: 16_000,
    }),
  ]
}

async function findNobody(milvus: Milvus, host: string): Promise<Outcome> {
  try {
    await milvus.api.call(calls.buscarCliente, { query: { documento: NOBODY } })
    return ok(`${host} aceitou o token`)
  } catch (error) {
    if (isNothingFound(error)) return ok(`${host} aceitou o token`)
    return tellFailure(error, {
      unauthorized: [
        'Confira MILVUS_TOKEN: é o token de integração do Milvus, copiado por inteiro e sem “Bearer”.',
        'Se ele foi gerado de novo no Milvus, o antigo deixou de valer.',
      ],
      forbidden: ['O token não vale, ou não pode consultar clientes: sem isso nenhum chamado é aberto no Milvus.'],
      refused: ['Confira MILVUS_TOKEN; se ele está certo, mostre esta linha ao suporte do Milvus: sem a consulta nenhum chamado é aberto lá.'],
      'not-found': ['Confira MILVUS_BASE_URL: o padrão é https://apiintegracao.milvus.com.br/api, com /api no fim.'],
    })
  }
}

const WITHOUT_LISTING = 'Sem a listagem o bot não confere se um chamado já existe, nem avisa o que muda nele.'

async function listChamados(world: World): Promise<Outcome> {
  try {
    return ok(`${String((await world.nomesEmUso()).length)} dos mais novos foram lidos`)
  } catch (error) {
    return tellFailure(error, {
      forbidden: [`${WITHOUT_LISTING} Peça a permissão.`],
      'not-found': [`${WITHOUT_LISTING} Pergunte ao suporte do Milvus por esta rota.`],
      refused: [`${WITHOUT_LISTING} Pergunte ao suporte do Milvus por que a recusa.`],
      'rate-limited': ['O Milvus aceita uma listagem por minuto: espere um minuto e rode outra vez.'],
    })
  }
}

const EMPTY = warning(
  'base vazia: não soube responder sobre falta de internet',
  'Sem artigos o bot só tria e abre chamados. Cadastre no Milvus os que a equipe mais usa.',
)

async function askBase(milvus: Milvus, world: World): Promise<Outcome> {
  try {
    const answer = normalizeWords(await milvus.ask(QUESTION))
    const patterns = (await world.folder()).prompts?.routing.baseConhecimento.naoRespostas
    const nothing = answer === '' || NOTHING.test(answer) || patterns?.some((pattern) => pattern.test(answer)) === true
    return nothing ? EMPTY : ok('respondeu a uma pergunta de teste')
  } catch (error) {
    if (isNothingFound(error)) return EMPTY
    return tellFailure(
      error,
      {
        forbidden: ['Sem a base o bot só tria e abre chamados. Peça ao Milvus a permissão da base de conhecimento.'],
        'not-found': ['Sem a base o bot só tria e abre chamados. Pergunte ao Milvus se o seu plano a inclui.'],
        refused: ['Sem a base o bot só tria e abre chamados. Pergunte ao suporte do Milvus por que ela não responde.'],
        timeout: ['O bot espera 6 s pela base e, sem ela, segue para a triagem. Teste de novo mais tarde.'],
      },
      'warning',
    )
  }
}

/** Where each name stands in a chamado. */
const KINDS = {
  mesa: ['mesa', 'mesa'],
  setor: ['setor', 'setor'],
  categoria_primaria: ['categoriaPrimaria', 'categoria primária'],
  categoria_secundaria: ['categoriaSecundaria', 'categoria secundária'],
} as const satisfies Record<string, readonly [keyof NomesEmUso, string]>

/** The API lists no mesas: a name that newer chamados have is proved, any other is only not seen. */
async function compareNames(world: World): Promise<Outcome> {
  const [{ names }, used] = await Promise.all([world.folder(), world.nomesEmUso()])
  const wanted = names.filter(isOfMilvus)
  if (wanted.length === 0) return ok('routing.yaml não usa nomes do Milvus')
  const seen = (kind: keyof typeof KINDS): string[] => {
    return [...new Set(used.map((one) => one[KINDS[kind][0]]).filter((name) => name !== ''))]
  }
  const unseen = wanted.filter(({ kind, name }) => !seen(kind).some((one) => normalizeWords(one) === normalizeWords(name)))
  if (unseen.length === 0) return ok(`os ${String(wanted.length)} nomes de routing.yaml estão em uso`)
  const lines = unseen.map((one) => `${whereIs(one)}: ${KINDS[one.kind][1]} “${one.name}” não foi vista${alike(one.name, seen(one.kind))}`)
  return warning(
    `${String(unseen.length)} de ${String(wanted.length)} nomes não vistos nos últimos ${String(Math.min(used.length, CHAMADOS_READ))} chamados`,
    ...lines.slice(0, 12),
    'O Milvus não tem lista destes nomes: confira no painel. Com um nome que não existe ele recusa o chamado.',
  )
}

function isOfMilvus(one: NameInRouting): one is NameInRouting & { kind: keyof typeof KINDS } {
  return one.kind in KINDS
}
