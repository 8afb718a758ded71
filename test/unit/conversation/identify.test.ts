import { describe, expect, it } from 'vitest'

import { readSession } from '../../../src/conversation/session.js'
import { makeCpf } from '../../../src/sandbox/world/documents.js'
import { Conversation } from '../../support/conversation.js'
import {
  ALNUM_CNPJ,
  dalva,
  makeCliente,
  rosa,
  ROSA_PHONE,
  semData,
  UNKNOWN_CPF,
} from '../../support/conversation-reads.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('the first words', () => {
  it('are welcomed with a line on privacy, and asked for the documento', async () => {
    const bot = new Conversation()
    await bot.command('start')
    expect(bot.text).toContain(bot.sentence('boas_vindas', { nome: 'Zé' }))
    expect(bot.text).toContain('/privacidade')
    expect(bot.text).toContain(bot.sentence('pedir_documento'))
    await bot.say('oi')
    expect(bot.text).toBe(bot.sentence('lembrete_documento'))
  })

  it('are kept and not asked for again', async () => {
    const bot = new Conversation()
    await bot.say('tô sem internet desde ontem')
    expect(bot.text).toContain(bot.sentence('guardei_relato'))
    await bot.verify()
    expect(bot.text).not.toContain(bot.sentence('perguntar_problema'))
    expect(bot.session.draft?.words).toEqual(['tô sem internet desde ontem'])
    expect(bot.session.draft?.categoria).toBe('sem_conexao')
  })

  it('are kept when they come with the documento, right or mistyped', async () => {
    const bot = new Conversation()
    await bot.say(`tá muito lenta, meu cpf é ${rosa.documento.slice(0, 10)}0`)
    await bot.say(`cpf ${rosa.documento}, a tv também não pega`)
    await bot.contact(ROSA_PHONE)
    expect(bot.session.draft?.words.join(' ')).toMatch(/muito lenta.*a tv também não pega/u)
    expect(bot.sessionJson).not.toContain(rosa.documento.slice(0, 9))
  })

  it('are kept in a burst, with the documento between them', async () => {
    const bot = new Conversation()
    await bot.say('bom dia', rosa.documento, 'caiu tudo aqui')
    await bot.contact(ROSA_PHONE)
    expect(bot.session.draft?.words.join(' ')).toContain('caiu tudo aqui')
  })

  it('are kept while the contact and the birth date are awaited', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.say('é que a internet parou')
    expect(bot.text).toBe(bot.sentence('lembrete_contato'))
    await bot.press('Não consigo enviar')
    await bot.say('o aparelho da fibra está com luz vermelha')
    expect(bot.text).toBe(bot.sentence('nascimento_ilegivel'))
    await bot.say('25/03/1985')
    expect(bot.session.draft?.words).toEqual(['é que a internet parou', 'o aparelho da fibra está com luz vermelha'])
  })

  it('that say nothing are not taken for a problem', async () => {
    const bot = new Conversation()
    await bot.say('bom dia!')
    await bot.say('por quê?')
    await bot.say('👍')
    await bot.say(`oi, tudo bem? meu cpf: ${rosa.documento}`)
    await bot.say('📱 Enviar meu contato')
    expect(bot.text).toBe(bot.sentence('lembrete_contato'))
    await bot.contact(ROSA_PHONE)
    expect(bot.session.draft).toBeUndefined()
    expect(bot.text).toContain(bot.sentence('menu', { nome: 'Rosa' }))
  })
})

describe('a documento', () => {
  it.each(['123.456.789-00', '11111111111', '11.222.333/0001-80'])('that is none (%s) makes no call', async (wrong) => {
    const bot = new Conversation()
    await bot.say(wrong)
    expect(bot.text).toContain(bot.sentence('documento_invalido'))
    await bot.contact(ROSA_PHONE)
    expect(bot.reads.calls.findByDocumento).toEqual([])
  })

  it('may be the alphanumeric CNPJ, in small letters and dotted', async () => {
    const bot = new Conversation({ firstName: 'Lia' })
    const padaria = makeCliente(40, { documento: ALNUM_CNPJ, tipoPessoa: 'pj', nome: 'PADARIA INVENTADA LTDA' })
    bot.reads.clientes.push(padaria)
    await bot.verify('12.abc.345/01de-35')
    expect(bot.reads.calls.findByDocumento).toEqual([ALNUM_CNPJ])
    expect(bot.text).toContain('Lia')
    expect(bot.text).not.toContain('Padaria')
  })

  it('may be corrected by editing the message', async () => {
    const bot = new Conversation()
    await bot.say('123.456.789-00')
    await bot.sayWith(rosa.documento, { edited: true })
    expect(bot.text).toBe(bot.sentence('pedir_contato'))
  })

  it('may be replaced by another at every step', async () => {
    const bot = new Conversation()
    await bot.say(UNKNOWN_CPF)
    await bot.press('Não consigo enviar')
    await bot.say(rosa.documento)
    expect(bot.text).toBe(bot.sentence('pedir_contato'))
    await bot.contact(ROSA_PHONE)
    expect(bot.text).toContain('Tudo certo, Rosa')
  })

  it('is not asked for again while it waits for its contact', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.command('fatura')
    expect(bot.text).toBe(bot.sentence('pedir_contato'))
    await bot.press('Não consigo enviar')
    await bot.command('start')
    expect(bot.text).toBe(bot.sentence('pedir_nascimento'))
    expect(bot.reads.calls.findByDocumento).toHaveLength(1)
  })
})

it('a few digits are a try at a documento, not a problem', async () => {
  const bot = new Conversation()
  await bot.say('123')
  expect(bot.text).toContain(bot.sentence('documento_invalido'))
  await bot.say(rosa.documento)
  await bot.say('99')
  expect(bot.text).toBe(bot.sentence('lembrete_contato'))
  expect(bot.session.intent).toEqual([])
})

describe('a contact', () => {
  it('of the sender proves level 2, with one lookup', async () => {
    const bot = new Conversation()
    await bot.verify()
    expect(bot.text).toContain('Tudo certo, Rosa')
    expect(bot.session.identity).toMatchObject({ level: 2, codigos: [11], firstName: 'Rosa' })
    expect(bot.reads.calls.findByDocumento).toEqual([rosa.documento])
  })

  it.each(['+5537990000101', '553790000101', '55 37 99000-0101'])('may be written %s', async (phone) => {
    const bot = new Conversation()
    await bot.verify(rosa.documento, phone)
    expect(bot.session.identity.level).toBe(2)
  })

  it('that is forwarded or somebody else’s is refused, with no lookup', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.contact(ROSA_PHONE, false)
    expect(bot.text).toBe(bot.sentence('contato_alheio'))
    expect(bot.said.at(-1)?.contactButton).toBe(true)
    expect(bot.reads.calls.findByDocumento).toEqual([])
    expect(bot.session.identity.level).toBe(0)
  })

  it('of a foreign number, or of another DDD, is no proof', async () => {
    for (const phone of ['351937990000101', '5511990000101', '15550000101']) {
      const bot = new Conversation()
      await bot.verify(rosa.documento, phone)
      expect(bot.session.identity.level).toBe(0)
      expect(bot.text).toBe(bot.sentence('pedir_nascimento'))
    }
  })

  it('that is only typed is no proof', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.say('(37) 99000-0101')
    expect(bot.text).toBe(bot.sentence('numero_digitado'))
    expect(bot.reads.calls.findByDocumento).toEqual([])
    expect(bot.session.intent).toEqual([])
  })

  it('of the owner passes also after the birth date was asked for', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.contact(ROSA_PHONE)
    expect(bot.session.identity.level).toBe(2)
  })

  it('without a documento asks for one', async () => {
    const bot = new Conversation()
    await bot.contact(ROSA_PHONE)
    expect(bot.text).toContain(bot.sentence('pedir_documento'))
    await bot.verify()
    await bot.contact(ROSA_PHONE)
    expect(bot.text).toBe(bot.sentence('ja_identificado', { nome: 'Rosa' }))
  })

  it('button pressed a second time is answered', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('Não consigo enviar o contato')
    expect(bot.text).toBe(bot.sentence('pedir_nascimento'))
  })
})

describe('until something is proved', () => {
  /** A stranger who tries a documento with everything but the owner's proofs. */
  async function probe(documento: string): Promise<string> {
    const bot = new Conversation()
    await bot.command('start')
    await bot.say('tô sem internet')
    await bot.say(documento)
    await bot.contact('5537990000999')
    await bot.say('25/03/1990')
    await bot.say('não sei')
    await bot.say('01/01/1970')
    await bot.say('31/12/1969')
    await bot.say(documento)
    await bot.command('fatura')
    return bot.transcript.map(({ text, buttons }) => `${text}\n${buttons.map(({ label }) => label).join()}`).join('\n--\n')
  }

  it('a stranger reads the same words for every documento', async () => {
    const real = await probe(rosa.documento)
    expect(real).toContain('Não consegui confirmar os dados')
    expect(await probe(UNKNOWN_CPF)).toBe(real)
    expect(await probe(semData.documento)).toBe(real)
    expect(await probe(dalva.documento)).toBe(real)
  })

  it('no data of any record is shown', async () => {
    expect(await probe(rosa.documento)).not.toMatch(/Rosa|Auroras|FIBRA/u)
  })
})

describe('the birth date', () => {
  it('proves level 1 and shows nothing of the record', async () => {
    const bot = new Conversation()
    await bot.state(rosa.documento, '25 de março de 1985')
    expect(bot.text).toContain(bot.sentence('nivel_um'))
    expect(bot.session.identity).toEqual({ level: 1, codigoCliente: 11, idClienteServico: 1100 })
    expect(bot.text).not.toMatch(/Rosa|Auroras/u)
  })

  it('that is no date costs no try', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    for (let index = 0; index < 6; index++) {
      await bot.say('ontem')
      expect(bot.text).toBe(bot.sentence('nascimento_ilegivel'))
    }
    await bot.say('25031985')
    expect(bot.session.identity.level).toBe(1)
  })

  it('wrong three times locks this Telegram user for 30 minutes and offers a person', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('01/01/1980')
    expect(bot.text).toBe(bot.sentence('nascimento_errado', { restantes: 2 }))
    await bot.say('02/01/1980')
    await bot.say('03/01/1980')
    expect(bot.text).toBe(bot.sentence('bloqueado', { minutos: 30 }))
    expect(bot.labels.join()).toContain('atendente')
    await bot.say('25/03/1985')
    await bot.say(rosa.documento)
    expect(bot.text).toBe(bot.sentence('bloqueado', { minutos: 30 }))
    await bot.advance(30 * MINUTE)
    await bot.say(rosa.documento)
    expect(bot.text).toBe(bot.sentence('pedir_contato'))
  })

  it('is counted over several documentos, and the lock outlives /sair, /encerrar and /esquecer', async () => {
    const bot = new Conversation()
    for (const documento of [rosa.documento, dalva.documento, UNKNOWN_CPF]) {
      await bot.say(documento)
      await bot.press('Não consigo enviar')
      await bot.say('01/01/1980')
    }
    expect(bot.text).toBe(bot.sentence('bloqueado', { minutos: 30 }))
    await bot.command('sair')
    await bot.say(rosa.documento)
    expect(bot.text).toContain('a identificação volta em')
    await bot.command('encerrar')
    await bot.command('esquecer')
    await bot.press('Sim, apagar tudo')
    await bot.say(rosa.documento)
    expect(bot.text).toContain('a identificação volta em')
    expect(bot.session.pending).toBeUndefined()
  })

  it('failures outlive /esquecer too', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.press('Não consigo enviar')
    await bot.say('01/01/1980')
    await bot.say('02/01/1980')
    await bot.command('esquecer')
    await bot.press('Sim, apagar tudo')
    await bot.state(rosa.documento, '03/01/1980')
    expect(bot.text).toContain('a identificação volta em')
  })

  it('words of someone locked are kept, and no documento is asked of them', async () => {
    const bot = new Conversation()
    await bot.state(UNKNOWN_CPF, '01/01/1980')
    await bot.say('02/01/1980')
    await bot.say('03/01/1980')
    await bot.say('mas eu estou sem internet')
    expect(bot.text).toContain('a identificação volta em')
    expect(bot.session.intent).toEqual(['mas eu estou sem internet'])
  })

  it('of a lock elsewhere never keeps the owner out', async () => {
    const stranger = new Conversation()
    await stranger.state(rosa.documento, '01/01/1980')
    await stranger.say('02/01/1980')
    await stranger.say('03/01/1980')
    const owner = new Conversation({ chatId: '700200' })
    await owner.verify()
    expect(owner.session.identity.level).toBe(2)
  })
})

describe('lookups', () => {
  it('are five an hour, whatever a dozen documentos are tried with', async () => {
    const bot = new Conversation()
    for (let index = 0; index < 12; index++) {
      await bot.say(makeCpf(String(400100200 + index)))
      if (index % 2 === 0) await bot.contact('5537990000999')
      else await bot.pressData('id:sem_contato')
    }
    expect(bot.reads.calls.findByDocumento).toHaveLength(5)
    expect(bot.text).toContain(bot.sentence('limite_consultas', { minutos: 60 }))
    expect(bot.session.pending).toBeUndefined()
    await bot.advance(HOUR)
    await bot.verify()
    expect(bot.session.identity.level).toBe(2)
  })

  it('that fail are tried again by themselves, the words meanwhile kept', async () => {
    const bot = new Conversation()
    bot.reads.fail('findByDocumento')
    await bot.verify()
    expect(bot.text).toBe(bot.sentence('consulta_indisponivel'))
    await bot.say('a internet caiu')
    expect(bot.text).toBe(bot.sentence('consulta_indisponivel'))
    bot.reads.mend('findByDocumento')
    await bot.advance(15_000)
    expect(bot.transcript.map(({ text }) => text)).toContain('Tudo certo, Rosa! ✅')
    expect(bot.session.draft?.words).toEqual(['a internet caiu'])
  })

  it('that keep failing end with a person offered, and count as one', async () => {
    const bot = new Conversation()
    bot.reads.fail('findByDocumento')
    await bot.verify()
    await bot.advance(5 * MINUTE)
    expect(bot.reads.calls.findByDocumento).toHaveLength(4)
    expect(bot.text).toBe(bot.sentence('consulta_sem_sucesso'))
    expect(bot.labels.join()).toContain('atendente')
    expect(bot.session.pending).toBeUndefined()
    expect(bot.session.limits.lookups).toHaveLength(1)
  })
})

describe('what is kept of an identification', () => {
  it('is gone after fifteen minutes', async () => {
    const bot = new Conversation()
    await bot.say('sem internet', rosa.documento)
    expect(bot.sessionJson).toContain(rosa.documento)
    await bot.advance(15 * MINUTE)
    expect(bot.text).toBe(bot.sentence('identificacao_expirou'))
    expect(bot.sessionJson).not.toContain(rosa.documento)
    expect(bot.session.intent).toEqual(['sem internet'])
  })

  it('is gone although the timer came late', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    bot.now += 16 * MINUTE
    await bot.contact(ROSA_PHONE)
    expect(bot.reads.calls.findByDocumento).toEqual([])
    expect(bot.text).toContain(bot.sentence('identificacao_expirou'))
    expect(bot.sessionJson).not.toContain(rosa.documento)
  })

  it('is neither a documento nor a phone once level 2 is proved', async () => {
    const bot = new Conversation()
    await bot.verify()
    for (const secret of [rosa.documento, '90000101', '99000-0101', '1985-03-25']) {
      expect(bot.sessionJson).not.toContain(secret)
    }
    expect(bot.timers.has('pending')).toBe(false)
  })

  it('is no phone and no birth date while level 1 is being proved', async () => {
    const bot = new Conversation()
    await bot.say(rosa.documento)
    await bot.contact('5537990000999')
    await bot.say('12/12/1977')
    expect(bot.sessionJson).not.toMatch(/90000999|1977|1985-03-25/u)
    await bot.say('25/03/1985')
    expect(bot.session.identity.level).toBe(1)
    expect(bot.sessionJson).not.toContain(rosa.documento)
  })

  it('is no documento of a file’s caption', async () => {
    const bot = new Conversation()
    await bot.file({ caption: `meu cpf ${rosa.documento}` })
    expect(bot.text).toContain(bot.sentence('pedir_contato'))
    expect(bot.session.heldFiles).toHaveLength(1)
    await bot.contact(ROSA_PHONE)
    expect(bot.sessionJson).not.toContain(rosa.documento)
  })

  it('reads back as a session', async () => {
    const bot = new Conversation()
    await bot.verify()
    expect(() => readSession(bot.sessionJson ?? '')).not.toThrow()
  })
})
