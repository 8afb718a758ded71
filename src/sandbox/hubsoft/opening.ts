import type { Reply, StandInRequest } from '../http/route.js'
import { wireAtendimento } from './atendimentos.js'
import { STATUS, TIPO_PADRAO, TIPOS } from './catalogue.js'
import { asText, isBlank, isTrue } from './fields.js'
import { refused } from './replies.js'
import type { HubsoftState } from './state.js'

const REQUIRED = ['id_cliente_servico', 'descricao', 'nome', 'telefone']

/** `POST atendimento`: the same call twice opens two. */
export function openAtendimento(state: HubsoftState, { body }: StandInRequest): Reply {
  const { fields } = body
  const missing = REQUIRED.filter((name) => isBlank(fields[name]))
  if (missing.length > 0) {
    return refused(
      'Erro ao validar os dados',
      missing.map((name) => `O campo ${name} é obrigatório.`),
    )
  }
  const problems = problemsOf(fields)
  if (problems.length > 0) return refused('Erro ao validar os dados', problems)
  const owner = state.findPlan(Number(fields.id_cliente_servico))
  if (!owner) return refused('Serviço do cliente não encontrado')
  const abrirOs = isTrue(fields.abrir_os)
  const ticket = state.open({
    ...owner,
    descricao: `${asText(fields.descricao)} | ATENDIMENTO ABERTO VIA API`,
    tipo: tipoById(fields.id_tipo_atendimento)?.descricao ?? TIPO_PADRAO,
    status: statusById(fields.id_atendimento_status)?.descricao ?? (abrirOs ? 'Pendente' : 'Aguardando Análise'),
    nome: asText(fields.nome),
    telefone: asText(fields.telefone),
    email: isBlank(fields.email) ? undefined : asText(fields.email),
    parametros: fields.parametros ?? [],
    viaApi: true,
    abrirOs,
  })
  const os = abrirOs ? ' Foi aberto também uma ordem de serviço e encaminhada ao sertor responsável' : ''
  const msg = `Atendimento aberto com sucesso. Anote o protocolo: ${ticket.protocolo}.${os}`
  return { status: 200, body: { status: 'success', msg, atendimento: wireAtendimento(ticket) } }
}

export function tipoById(id: unknown): (typeof TIPOS)[number] | undefined {
  return TIPOS.find(({ id_tipo_atendimento: known }) => known === Number(id))
}

export function statusById(id: unknown): (typeof STATUS)[number] | undefined {
  return STATUS.find(({ id_atendimento_status: known }) => known === Number(id))
}

function problemsOf(fields: Record<string, unknown>): string[] {
  const checks: (readonly [boolean, string])[] = [
    // Digits only, area code and number, no country code.
    [!/^[1-9]\d{9,10}$/u.test(asText(fields.telefone)), 'O campo telefone deve estar no formato DDNNNNNNNNN.'],
    [
      !isBlank(fields.email) && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(asText(fields.email)),
      'O campo email deve ser um e-mail válido.',
    ],
    [!/^\d+$/u.test(asText(fields.id_cliente_servico)), 'O campo id_cliente_servico deve ser um número inteiro.'],
    [
      !isBlank(fields.id_tipo_atendimento) && !tipoById(fields.id_tipo_atendimento),
      'O tipo de atendimento informado não existe.',
    ],
    [
      !isBlank(fields.id_atendimento_status) && !statusById(fields.id_atendimento_status),
      'O status informado não existe.',
    ],
    [!isBlank(fields.parametros) && typeof fields.parametros !== 'object', 'O campo parametros deve ser um array.'],
  ]
  return checks.filter(([wrong]) => wrong).map(([, problem]) => problem)
}
