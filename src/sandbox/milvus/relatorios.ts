import { brDateTime, sqlDateTime } from '../dates.js'
import type { Reply, StandInRequest } from '../http/route.js'
import { asText, filterOf, has, invalid, is, pageOf, sorted } from './listing.js'
import type { Chamado, MilvusState } from './state.js'

const COLUMNS = ['codigo', 'assunto', 'cliente', 'mesa', 'status', 'data_criacao'] as const

/** `POST relatorio-atendimento/exporta`: the chamados of those days as a file. */
export function exportAtendimentos(state: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter || asText(filter.data_inicial) === '' || asText(filter.data_final) === '') return invalid
  return fileOf(asText(filter.tipo_arquivo), 'relatorio-atendimentos', wanted(state, filter))
}

/** `POST relatorio-personalizado/exportar`: every name that begins with "Relat" is one of its reports. */
export function exportPersonalizado(state: MilvusState, { body }: StandInRequest): Reply {
  const nome = asText(body.fields.nome)
  if (!/^relat/iu.test(nome)) return invalid
  return fileOf(asText(body.fields.tipo), 'relatorio-personalizado', state.chamados)
}

/** `POST relatorio-atendimento/listagem` */
export function listAtendimentos(state: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter) return invalid
  const all = sorted(request, wanted(state, filter), ({ codigo }) => codigo)
  const none = { id: null, text: 'Não possui' }
  const rows = all.map((chamado) => ({
    id: chamado.id,
    codigo: chamado.codigo,
    assunto: chamado.assunto,
    nome_fantasia: chamado.cliente.nome,
    data_inicial: sqlDateTime(chamado.criadoEm),
    data_final: null,
    tipo_hora: 'Atendimento',
    is_externo: false,
    is_comercial: true,
    total_horas_atendimento: '00:10',
    descricao: null,
    contato: chamado.contato,
    mesa_trabalho: { id: 87, text: chamado.mesa },
    tipo_chamado: none,
    categoria_primaria: none,
    categoria_secundaria: none,
    status: { id: 4, text: chamado.status },
    data_criacao: sqlDateTime(chamado.criadoEm),
    data_solucao: null,
    setor: none,
    motivo_pausa: { text: 'Não possui' },
    data_saida: null,
    data_chegada: null,
  }))
  const hours = `00:${String(rows.length * 10).padStart(2, '0')}`
  const resumo = { total_chamados: rows.length, total_horas: '00:00', total_horas_atendimento: hours }
  return pageOf(request, rows, 1_000, { resumo })
}

/** `POST chat/listagem`: each client's chat with the desk is the words of its last chamado. */
export function listChats(state: MilvusState, request: StandInRequest): Reply {
  const filter = filterOf(request)
  if (!filter) return invalid
  const rows = sorted(request, state.chamados, ({ codigo }) => codigo)
    .filter((chamado) => has(filter, 'contato', chamado.contato) && has(filter, 'fila_atendimento', chamado.mesa))
    .map((chamado) => ({
      is_telegram: true,
      status: 'Finalizado',
      cliente: chamado.cliente.nome,
      nome_contato: chamado.contato,
      fila_atendimento: chamado.mesa,
      data_inicio_atendimento: sqlDateTime(chamado.criadoEm),
      data_final: new Date(chamado.criadoEm).toISOString(),
      data_mensagem: brDateTime(chamado.criadoEm),
      chamado_vinculado: chamado.codigo,
      mensagens: [
        { data_mensagem: sqlDateTime(chamado.criadoEm), body: chamado.descricao, enviado_por: 'cliente', autor_tipo: 'Contato' },
      ],
      id: `chat${String(chamado.codigo)}`,
    }))
  return pageOf(request, rows, 100)
}

/** `POST chamado/ligacao`: of the internal id, not of the codigo. */
export function saveLigacao(state: MilvusState, { body }: StandInRequest): Reply {
  const chamado = state.chamados.find(({ id }) => String(id) === asText(body.fields.id_ticket))
  const missing = ['start_at', 'end_at', 'status', 'duration', 'ramal', 'user_milvus'].some(
    (name) => asText(body.fields[name]) === '',
  )
  if (!chamado || missing) return invalid
  state.landed('ligacao', `do chamado ${String(chamado.codigo)}, ${asText(body.fields.duration)}`)
  return { status: 200, body: { status_code: 200 } }
}

function wanted({ chamados }: MilvusState, filter: Record<string, unknown>): Chamado[] {
  const from = asText(filter.data_inicial) || '0000-00-00'
  const to = asText(filter.data_final) || '9999-99-99'
  return chamados.filter((chamado) => {
    const day = sqlDateTime(chamado.criadoEm).slice(0, 10)
    const fits = is(filter, 'codigo', String(chamado.codigo)) && is(filter, 'token', chamado.cliente.token)
    return fits && day >= from && day <= to && has(filter, 'nome_mesa', chamado.mesa)
  })
}

/** Semicolons and Windows' line ends in a CSV, as Brazilian spreadsheets want them; for xls the XML they also open. */
function fileOf(tipo: string, name: string, chamados: readonly Chamado[]): Reply {
  const rows = [[...COLUMNS], ...chamados.map(cells)]
  const headers = { 'content-disposition': `attachment; filename="${name}.${tipo}"` }
  if (tipo === 'csv') {
    const lines = rows.map((row) => row.map((cell) => `"${cell.replace(/"/gu, '""')}"`).join(';')).join('\r\n')
    return { status: 200, body: Buffer.from(`\u{feff}${lines}\r\n`), contentType: 'text/csv; charset=utf-8', headers }
  }
  if (tipo !== 'xls') return invalid
  const cell = (text: string): string => `<Cell><Data>${text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;')}</Data></Cell>`
  const table = rows.map((row) => `<Row>${row.map(cell).join('')}</Row>`).join('')
  const xml = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Table>${table}</Table></Workbook>`
  return { status: 200, body: Buffer.from(xml), contentType: 'application/vnd.ms-excel', headers }
}

const cells = ({ codigo, assunto, cliente, mesa, status, criadoEm }: Chamado): string[] => [
  String(codigo),
  assunto,
  cliente.nome,
  mesa,
  status,
  sqlDateTime(criadoEm),
]
