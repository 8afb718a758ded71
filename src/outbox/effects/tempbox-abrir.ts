import { z } from 'zod'

import type { Contato } from '../../domain/contato.js'
import type { EffectResults, LeasedEffect } from '../../domain/effect.js'
import { AppError } from '../../domain/errors.js'
import type { Clock } from '../../lib/clock.js'
import type { ContatoOf } from '../contato.js'
import type { Handler } from '../handler.js'
import type { TempboxDesk } from '../ports.js'

interface Deps {
  tempbox: TempboxDesk
  contatoOf: ContatoOf
  clock: Clock
}

type Opened = EffectResults['tempbox.abrir']

/**
 * Opens a conversation with people. TempBox answers no id, so it is found by listing: the one that was not there
 * before. What was there before is noted before the call, and read again when its answer was lost.
 */
export function createTempboxAbrir(deps: Deps): Handler<'tempbox.abrir'> {
  return {
    perform: async (effect, context) => {
      const contato = await contatoOf(deps, effect)
      const before = (await deps.tempbox.listAtendimentos(contato.contato)).map(({ atendimento }) => atendimento)
      await context.sent(JSON.stringify(before))
      await deps.tempbox.criarPorContato(contato.contato)
      for (const waitMs of LOOK_AFTER_MS) {
        await deps.clock.sleep(waitMs)
        const result = await adoptAfterCall(deps, contato, before)
        if (result) return { kind: 'done', result }
      }
      // Made, and not listed yet: making another one now would leave two.
      throw new AppError('bad-answer', 'the new atendimento is not listed', { retry: 'unknown-outcome' })
    },
    reconcile: async (effect, note) => {
      const result = await adopt(deps, await contatoOf(deps, effect), readNote(note))
      return result ? { kind: 'found', result } : { kind: 'absent' }
    },
  }
}

function contatoOf(deps: Deps, effect: LeasedEffect<'tempbox.abrir'>): Promise<Contato> {
  return deps.contatoOf(effect.chatId, effect.payload.codigoCliente)
}

/** A listing that fails after the call must not look like a call that failed. */
async function adoptAfterCall(deps: Deps, contato: Contato, before: readonly string[]): Promise<Opened | undefined> {
  try {
    return await adopt(deps, contato, before)
  } catch (error) {
    throw new AppError('bad-answer', 'listing after the call failed', { retry: 'unknown-outcome', cause: error })
  }
}

/** A phone's older conversation is the same person's WhatsApp: only a new one is ours then. */
async function adopt(deps: Deps, contato: Contato, before: readonly string[]): Promise<Opened | undefined> {
  const open = (await deps.tempbox.listAtendimentos(contato.contato)).filter(({ concluido }) => !concluido)
  const fresh = open.find(({ atendimento }) => !before.includes(atendimento))
  const adopted = fresh ?? (contato.isPhone ? undefined : open[0])
  if (!adopted) return undefined
  const { atendimento, numero } = adopted
  return { atendimento, ...(numero === undefined ? {} : { numero }) }
}

function readNote(note: string | undefined): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(note ?? '[]'))
}

const LOOK_AFTER_MS = [0, 500, 1_500]
