import type { Reply, Route, StandInRequest } from '../http/route.js'
import { consultOrdem, listSlots, reschedule, schedule, unschedule } from './agenda.js'
import { listAtendimentos } from './atendimentos.js'
import { authenticate, listAll, listCidades } from './base.js'
import { listMotivos, ORIGENS, PERIODOS, STATUS, TECNICOS, TIPOS, TIPOS_ORDEM } from './catalogue.js'
import { addAnexos, addMensagem, editAtendimento } from './changing.js'
import { searchClientes } from './clientes.js'
import { disconnectService, listCpes, listSessions, rebootCpe, resetMac } from './connection.js'
import { listFaturas } from './faturas.js'
import { listFinanceiro } from './financeiro.js'
import { isAuthorized } from './oauth.js'
import { openAtendimento } from './opening.js'
import { listOrdens } from './ordens.js'
import { cancelCall, notifyCall } from './pbx.js'
import { createProspecto, listPlanos, searchProspectos } from './prospectos.js'
import { listEquipamentos, listPops, listZonas } from './rede.js'
import { found, unauthenticated } from './replies.js'
import { sendByEmail, sendByPush, sendBySms } from './sending.js'
import type { HubsoftState } from './state.js'
import type { Tenant } from './tenant.js'
import { filterPaginado, listPaginado, listTodos } from './todos.js'
import { unlockService } from './unlocking.js'

export const ROOT = '/api/v1/integracao'

/** Every route of the API, behind its token and what this tenant allows. */
export function apiRoutes(state: HubsoftState, tenant: Tenant): Route[] {
  const route = (
    method: string,
    path: string,
    handle: (state: HubsoftState, request: StandInRequest) => Reply,
  ): Route => ({
    method,
    path: `${ROOT}/${path}`,
    handle: (request) => {
      if (!isAuthorized(state, request)) return unauthenticated
      const { path: asked } = request
      return tenant.refusal(method, asked) ?? tenant.spell(method, asked, handle(state, request))
    },
  })
  return [
    route('GET', 'cliente', searchClientes),
    route('GET', 'cliente/atendimento', listAtendimentos),
    route('GET', 'cliente/all', listAll),
    route('POST', 'cliente/autenticacao', authenticate),
    route('GET', 'atendimento/todos', listTodos),
    route('GET', 'atendimento/paginado/:quantidade', listPaginado),
    route('POST', 'atendimento/paginado/:quantidade', filterPaginado),
    route('GET', 'financeiro', listFinanceiro),
    route('GET', 'endereco/cidade', listCidades),
    route('POST', 'pbx/ligacao/notificar', notifyCall),
    route('POST', 'pbx/ligacao/cancelar', cancelCall),
    route('GET', 'rede/equipamento', listEquipamentos),
    route('GET', 'rede/pop', listPops),
    route('GET', 'rede/zona_atendimento', listZonas),
    route('GET', 'cliente/financeiro', listFaturas),
    route('POST', 'cliente/financeiro/enviar_email', sendByEmail),
    route('POST', 'cliente/financeiro/enviar_sms', sendBySms),
    route('POST', 'cliente/financeiro/enviar_push', sendByPush),
    route('POST', 'cliente/desbloqueio_confianca', unlockService),
    route('GET', 'cliente/solicitar_desconexao/:id', disconnectService),
    route('GET', 'cliente/extrato_conexao', listSessions),
    route('GET', 'cliente/ordem_servico', listOrdens),
    route('GET', 'ordem_servico/horarios_disponiveis_agenda', listSlots),
    route('POST', 'ordem_servico/agendar', schedule),
    route('POST', 'ordem_servico/reagendar', reschedule),
    route('POST', 'ordem_servico/remove_agendamento', unschedule),
    route('POST', 'ordem_servico/consultar', consultOrdem),
    route('GET', 'prospecto/create', listPlanos),
    route('POST', 'prospecto', createProspecto),
    route('GET', 'prospecto', searchProspectos),
    route('POST', 'cliente/reset_mac_addr', resetMac),
    route('GET', 'rede/cpe/todos', listCpes),
    route('POST', 'rede/reiniciar_cpe/:phyAddr', rebootCpe),
    route('POST', 'atendimento', openAtendimento),
    route('PUT', 'atendimento/:id', editAtendimento),
    route('POST', 'atendimento/adicionar_mensagem/:id', addMensagem),
    route('POST', 'atendimento/adicionar_anexo/:id', addAnexos),
    route('GET', 'configuracao/tipo_atendimento', () => found({ tipos_atendimento: TIPOS })),
    route('GET', 'configuracao/status_atendimento', () => found({ status_atendimento: STATUS })),
    route('GET', 'configuracao/motivo_fechamento_atendimento', listMotivos),
    route('GET', 'configuracao/disponibilidade', () => found({ periodos: PERIODOS })),
    route('GET', 'configuracao/origem_contato', () => found({ origem_contatos: ORIGENS })),
    route('GET', 'configuracao/tipo_ordem_servico', () => found({ tipo_ordem_servicos: TIPOS_ORDEM })),
    route('GET', 'configuracao/tecnico', () => found({ tecnicos: TECNICOS })),
  ]
}
