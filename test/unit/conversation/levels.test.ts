import { describe, expect, it } from 'vitest'

import { Conversation } from '../../support/conversation.js'
import { makeAberto, makeCliente, makeServico } from '../../support/conversation-reads.js'

const COMMANDS = ['start', 'menu', 'chamados', 'fatura', 'conexao', 'ajuda', 'privacidade', 'encerrar']
const WORDS = ['sem internet', 'já paguei', 'desbloquear', 'minhas faturas', 'já reiniciei', 'quero cancelar']
const SECRETS = /PIX-SECRETO|LINHA-SECRETA|SEGREDO|2026501|Auroras|FIBRA 500|rosa@|Rompimento|9007/u

/** Everything that a customer of level 2 was ever shown a button for, and then left. */
async function visited(): Promise<{ bot: Conversation; buttons: string[] }> {
  const bot = new Conversation()
  const servico = { ...makeServico(1100, 'FIBRA 500', 'Rua das Auroras, 10'), status: 'SEGREDO', statusPrefixo: 'suspenso_debito' }
  bot.reads.clientes = [makeCliente(11, { email: 'rosa@exemplo.invalid', alertas: ['Rompimento de fibra'], servicos: [servico] })]
  const fatura = { idFatura: 5, amountCents: 7_777, vencimento: '2026-06-10', situacao: 'vencida' } as const
  bot.reads.faturas = [{ ...fatura, pixCopiaCola: 'PIX-SECRETO', linhaDigitavel: 'LINHA-SECRETA' }]
  bot.reads.abertos = [makeAberto(501, 1100)]
  await bot.verify()
  await bot.say('estou sem internet')
  await bot.press('Já paguei')
  await bot.command('encerrar')
  for (const command of ['fatura', 'conexao', 'chamados']) await bot.command(command)
  await bot.pressData('ch:fechar:501')
  await bot.pressData('fa:sms:5')
  await bot.pressData('ub')
  bot.reads.clientes = [makeCliente(11, { servicos: [{ ...servico, statusPrefixo: 'servico_habilitado', ultimaConexao: { conectado: false } }] })]
  await bot.command('conexao')
  await bot.pressData('cx:reconexao')
  await bot.say('estou sem internet')
  bot.reads.clientes = [makeCliente(11, { alertas: ['Rompimento de fibra'], servicos: [{ ...servico, statusPrefixo: 'servico_habilitado' }] })]
  await bot.command('encerrar')
  await bot.say('estou sem internet')
  const shown = bot.transcript.flatMap(({ buttons }) => buttons.map(({ data }) => data))
  const forged = ['fa:pdf:5', 'fa:email:5', 'fa:push:5', 'fa:pagas', 'ub', 'jp', 'cx:resetMac', 'cx:reinicioCpe', 'ch:mais:501', 'sv:1100', 'ac:', 'av::5', 'jf:x', 'aq:x', 'cp:x']
  const people = ['menu:atendente', 'fg:sim']
  await bot.command('sair')
  return { bot, buttons: [...new Set([...shown, ...forged])].filter((data) => !people.includes(data)) }
}

describe.each(['0', '1'] as const)('level %s gets no data by any path', (level) => {
  async function stranger() {
    const { bot, buttons } = await visited()
    if (level === '1') await bot.state()
    const { calls } = bot.reads
    const counts = () => [calls.listOpen, calls.listPending, calls.listPaid, calls.listByServico, calls.listConexoes].map((made) => made.length)
    const said = bot.transcript.length
    const effects = bot.effects.length
    return { bot, buttons, read: counts(), counts, said, effects }
  }

  function nothingGot({ bot, read, counts, said, effects }: Awaited<ReturnType<typeof stranger>>): void {
    const told = bot.transcript.slice(said).map(({ text, buttons }) => `${text} ${buttons.map(({ label }) => label).join(' ')}`).join('\n')
    expect(told).not.toMatch(SECRETS)
    expect(counts()).toEqual(read)
    const kinds = new Set(bot.effects.slice(effects).map(({ kind }) => kind))
    expect([...kinds].filter((kind) => !['telegram.message', 'telegram.callback', 'telegram.clearButtons'].includes(kind))).toEqual([])
    expect(bot.session.identity.level).toBe(Number(level))
  }

  it('every old button and every forged one', async () => {
    const tried = await stranger()
    expect(tried.buttons.length).toBeGreaterThan(30)
    for (const data of tried.buttons) await tried.bot.pressData(data)
    nothingGot(tried)
  })

  it('every command, and words for what needs proof', async () => {
    const tried = await stranger()
    for (const command of COMMANDS.filter((name) => level === '0' || name !== 'encerrar')) await tried.bot.command(command)
    for (const words of WORDS) await tried.bot.say(words)
    nothingGot(tried)
  })

  it('no timer that was set before, and no outcome that comes late', async () => {
    const { bot } = await visited()
    await bot.verify()
    bot.reads.clientes = [makeCliente(11)]
    await bot.pressData('cx:reconexao')
    await bot.press('Confirmar')
    const settled = bot.pending('hubsoft.reconexao')[0]
    await bot.command('sair')
    if (level === '1') await bot.state()
    const said = bot.transcript.length
    expect(settled).toBeDefined()
    await bot.settle('hubsoft.reconexao', { result: {} })
    await bot.fire({ name: 'verifica:reconexao', dueAt: bot.now, arg: '11:1100:1' })
    await bot.fire({ name: 'voltou', dueAt: bot.now, arg: '' })
    expect(bot.transcript).toHaveLength(said)
  })
})
