import type { Example } from './example.js'

const programado = {
  data_inicio_programado: '2020-11-23',
  hora_inicio_programado: '08:00:00',
  data_termino_programado: '2020-11-23',
  hora_termino_programado: '09:30:00',
}

export const visitas: readonly Example[] = [
  {
    call: 'listarHorarios',
    of: 'integrator-facts.md',
    input: { query: { id_agenda_ordem_servico: 154, data_inicio: '2024-05-10', dias: 2 } },
    line: 'GET /ordem_servico/horarios_disponiveis_agenda',
    query: { id_agenda_ordem_servico: '154', data_inicio: '2024-05-10', dias: '2' },
  },
  {
    call: 'agendarVisita',
    of: 'the collection of 2024: the id alone',
    input: { body: { id_ordem_servico: 99991 } },
    line: 'POST /ordem_servico/agendar',
    body: { id_ordem_servico: 99991 },
  },
  {
    call: 'reagendarVisita',
    of: 'the collection of 2024',
    input: { body: { id_ordem_servico: 1493, ...programado, id_usuario_antigo: 4, id_usuario_novo: 1 } },
    line: 'POST /ordem_servico/reagendar',
    body: { id_ordem_servico: 1493, ...programado, id_usuario_antigo: 4, id_usuario_novo: 1 },
  },
  {
    call: 'removerAgendamento',
    of: 'the collection of 2024',
    input: {
      body: { id_ordem_servico: 1493, id_motivo_remocao_agendamento: 8, observacao: 'Pediu para outro dia.' },
    },
    line: 'POST /ordem_servico/remove_agendamento',
    body: { id_ordem_servico: 1493, id_motivo_remocao_agendamento: 8, observacao: 'Pediu para outro dia.' },
  },
  {
    call: 'consultarVisita',
    of: 'the collection of 2024',
    input: { body: { consulta: '2921', relacoes: ['tecnicos', 'motivos_fechamento'] } },
    line: 'POST /ordem_servico/consultar',
    body: { consulta: '2921', relacoes: ['tecnicos', 'motivos_fechamento'] },
  },
]
