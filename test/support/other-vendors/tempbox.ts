import { randomUUID } from 'node:crypto'

import { fieldsOf, serve, str, type Answer, type Dialect, type Fields, type Seen } from './http.js'
import {
  CANAL,
  consultaShape,
  conversaShape,
  EMPRESA,
  falaShape,
  openShape,
  type Conversa,
  type Fala,
} from './tempbox-shapes.js'

const KEYS: Record<string, readonly string[]> = {
  EnviarMensagem: [
    ...['Atendente', 'Atendimento', 'AtendimentoFluxoMensagem', 'CodigoReferenciaCanal'],
    ...['Contato', 'Empresa', 'Mensagem', 'Plataforma'],
  ],
  CriarPorContato: ['Atendente', 'Atendimento', 'CodigoReferenciaCanal', 'Contato', 'Empresa', 'Plataforma'],
  AgendarMensagem: ['Atendente', 'Atendimento', 'DataAgendamento', 'Empresa', 'Mensagem'],
  EncerrarAtendimento: ['Atendimento', 'Empresa'],
  ListarMeusAtendimentos: ['Contato', 'Empresa'],
  ListarMensagensAtendimento: ['Atendimento', 'Empresa'],
  ListarMensagensAtendimentoChat: ['Atendimento', 'Empresa'],
  ListarMensagensEmAberto: ['Empresa', 'Inicio', 'Termino'],
  ListarUltimasMensagens: ['Empresa'],
  ListarEmAberto: ['Empresa'],
  Consultar: ['Hash'],
}

export interface OtherTempbox {
  url: string
  env: Record<string, string>
  requests: Seen[]
  conversas: Conversa[]
  complaints: string[]
  /** An attendant takes it and writes. */
  say(conversa: Conversa, nome: string, texto: string, anexo?: { nome: string; bytes: Buffer }): void
  close(): Promise<void>
}

const TOKEN = 'token-do-tempbox'
const PLATAFORMA = 9

/** The desk as "tempbox-atendimento.txt" describes it; it marks what is relayed to it as an attendant's. */
export async function startTempbox(dialect?: Dialect): Promise<OtherTempbox> {
  const conversas: Conversa[] = []
  const complaints: string[] = []
  const anexos = new Map<string, Buffer>()
  let url = ''

  const complain = (why: string): Answer => {
    complaints.push(why)
    return { json: { Status: 'error', Code: 500, Success: false, Data: null, Message: why } }
  }

  const abrir = (contato: string): Conversa => {
    const numero = 4001 + conversas.length
    const opened = { id: randomUUID(), hash: randomUUID(), numero, contato, plataforma: PLATAFORMA }
    const conversa = { ...opened, iniciada: false, concluida: false, atendente: '', falas: [] }
    conversas.push(conversa)
    return conversa
  }

  const enviar = (json: Fields): Answer => {
    if (str(json.Contato) === '' || str(json.Mensagem) === '') return complain('EnviarMensagem: Contato e Mensagem')
    if (json.Plataforma !== PLATAFORMA) return complain('EnviarMensagem: Plataforma é int')
    if (json.CodigoReferenciaCanal !== CANAL) return complain('EnviarMensagem: CodigoReferenciaCanal')
    const wanted = str(json.Atendimento)
    const conversa =
      conversas.find(({ id, hash }) => id === wanted || hash === wanted) ??
      conversas.find(({ contato, concluida }) => contato === json.Contato && !concluida) ??
      abrir(str(json.Contato))
    // Comes back as an attendant's, its blanks tidied up.
    const texto = str(json.Mensagem).replace(/\s+/gu, ' ').trim()
    conversa.falas.push(fala(texto, 'Integração'))
    return ok(null)
  }

  const call = (name: string, json: Fields): Answer => {
    const extra = Object.keys(json).find((key) => !(KEYS[name] ?? []).includes(key))
    if (extra !== undefined) return complain(`${name}: ${extra} não existe`)
    if (KEYS[name]?.includes('Empresa') === true && json.Empresa !== EMPRESA) return complain(`${name}: Empresa`)
    const one = conversas.find(({ id, hash }) => [id, hash].includes(str(json.Atendimento) || str(json.Hash)))
    switch (name) {
      case 'EnviarMensagem':
        return enviar(json)
      case 'CriarPorContato':
        abrir(str(json.Contato))
        return ok(null)
      case 'AgendarMensagem':
        return one && str(json.DataAgendamento) !== '' ? ok(null) : complain('AgendarMensagem')
      case 'EncerrarAtendimento':
        if (!one) return complain('EncerrarAtendimento: Atendimento')
        one.concluida = true
        return ok(null)
      case 'ListarMeusAtendimentos':
        return ok(nonEmpty(conversas.filter(({ contato }) => contato === json.Contato).map(conversaShape)))
      case 'ListarEmAberto':
        return ok(nonEmpty(conversas.filter(({ concluida }) => !concluida).map(conversaShape)))
      case 'ListarMensagensAtendimento':
      case 'ListarMensagensAtendimentoChat':
        return one ? ok(nonEmpty(one.falas.map((said) => falaShape(said, one)))) : complain(`${name}: Atendimento`)
      case 'ListarUltimasMensagens':
      case 'ListarMensagensEmAberto':
        return ok(nonEmpty(conversas.flatMap((each) => each.falas.map((said) => openShape(said, each)))))
      case 'Consultar':
        return one ? ok([consultaShape(one)]) : ok(null)
      default:
        return complain(`${name} não existe`)
    }
  }

  const server = await serve((seen) => {
    if (seen.path.startsWith('/anexos/')) {
      const bytes = anexos.get(seen.path)
      return bytes ? { bytes, type: 'application/octet-stream' } : { status: 404, text: '' }
    }
    const name = /^\/api\/Atendimento\/(\w+)$/u.exec(seen.path)?.[1]
    if (name === undefined || seen.method !== 'POST') return { status: 404, text: '' }
    if (seen.query.get('token') !== TOKEN) {
      return { status: 401, json: { Status: 'error', Code: 401, Success: false, Data: null, Message: 'Invalid token' } }
    }
    return call(name, fieldsOf(seen.query.get('json') ?? ''))
  }, dialect)
  url = server.url
  return {
    url,
    requests: server.requests,
    conversas,
    complaints,
    env: {
      TEMPBOX_BASE_URL: url,
      TEMPBOX_TOKEN: TOKEN,
      TEMPBOX_EMPRESA: EMPRESA,
      TEMPBOX_ATENDENTE: 'b7c0b9d4-1111-4222-8333-444455556666',
      TEMPBOX_PLATAFORMA: String(PLATAFORMA),
      TEMPBOX_CODIGO_REFERENCIA_CANAL: CANAL,
    },
    say(conversa, nome, texto, anexo) {
      Object.assign(conversa, { iniciada: true, atendente: nome })
      const said = fala(texto, nome)
      if (anexo) {
        const path = `/anexos/${said.id}/${anexo.nome}`
        anexos.set(path, anexo.bytes)
        Object.assign(said, { url: `${url}${path}`, extensao: anexo.nome.replace(/^.*\./u, '') })
      }
      conversa.falas.push(said)
    },
    close: () => server.close(),
  }
}

function ok(data: unknown): Answer {
  return { json: { Status: 'ok', Code: 200, Success: true, Data: data } }
}

function nonEmpty(list: Fields[]): Fields[] | null {
  return list.length === 0 ? null : list
}

function fala(texto: string, nome: string): Fala {
  return { id: randomUUID(), hash: randomUUID(), texto, at: Date.now(), doAtendente: true, nome, url: '', extensao: '' }
}
