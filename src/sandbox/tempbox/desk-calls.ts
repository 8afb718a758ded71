import { envelope, refusedEnvelope, type Call } from './reply.js'
import { dotNet, wireReported } from './shapes.js'

const DAY_MS = 86_400_000

/** Robots set going by hand: taken, and nothing to see of it. */
const takenUp: Call = { needs: [], handle: () => envelope(null) }

/** What managers look at, attendants, and robots; by name in lower case. */
export const DESK_CALLS: Readonly<Record<string, Call>> = {
  acompanhar: {
    needs: [],
    handle: (state) =>
      envelope(
        state.occurrences.map(({ em, texto, atendimento }, index) => ({
          Autonumeracao: index + 1,
          Cadastro: dotNet(em),
          CategoriaTitulo: 'Atendimento',
          MensagemLog: texto,
          Referente: atendimento,
          Sequencial: index + 1,
          Tabela: 'Atendimento',
        })),
      ),
  },
  obterdashboard: {
    needs: ['Empresa'],
    handle: ({ conversations }) => {
      const open = conversations.filter(({ concluido }) => !concluido)
      const numbers = {
        Total: conversations.length,
        EmAberto: open.length,
        EmEspera: open.filter(({ iniciado }) => !iniciado).length,
        Concluidos: conversations.length - open.length,
      }
      return envelope(Object.entries(numbers).map(([Propriedade, valor]) => ({ Propriedade, Valor: String(valor) })))
    },
  },
  listarrelatorioprincipal: {
    needs: ['Empresa'],
    handle: (state) => envelope(state.conversations.map(wireReported)),
  },
  listarhashesoutrosatendentesequipesatendente: {
    needs: ['Atendente'],
    handle: ({ attendants }, params) => {
      const self = attendants.byHash(params.Atendente)
      if (!self) return refusedEnvelope('Atendente não encontrado')
      return envelope(attendants.list().filter((one) => one !== self).map(({ hash }) => ({ Hash: hash })))
    },
  },
  // `Data: null` in the document, though by its name it lists.
  listarhashesoutroshumanosequipesatendente: {
    needs: ['Atendente'],
    handle: ({ attendants }, params) =>
      attendants.byHash(params.Atendente) ? envelope(null) : refusedEnvelope('Atendente não encontrado'),
  },
  listardiashorariosatendentesagendadisponivel: {
    needs: ['Empresa'],
    handle: ({ attendants, now }, params) => {
      const related = params.AtendenteRelacionado === undefined ? undefined : attendants.byHash(params.AtendenteRelacionado)
      if (params.AtendenteRelacionado !== undefined && !related) return refusedEnvelope('Atendente não encontrado')
      const people = related ? [related] : attendants.list().filter(({ humano }) => humano)
      const tomorrow = dotNet(now() + DAY_MS).slice(0, 10)
      const hours = ['08:00:00', '14:00:00']
      return envelope(people.flatMap(({ hash }) => hours.map((hour) => ({ Data: `${tomorrow}T${hour}`, Usuario: hash }))))
    },
  },
  coletardadosia: takenUp,
  processarocorrenciarespostainicialbotia: takenUp,
  processarocorrenciasematendente: takenUp,
  respostaautomaticapronta: takenUp,
}
