import {
  buscarDispositivo,
  criarDispositivo,
  editarDispositivo,
  excluirDispositivo,
  listarTiposDispositivo,
  obterStatusDispositivo,
} from '../../../src/integrations/milvus/calls/dispositivo.js'
import {
  listarDispositivos,
  listarLogsDispositivo,
  listarSoftwaresDispositivo,
} from '../../../src/integrations/milvus/calls/dispositivo-listagem.js'
import { plainMeta, type Case } from './case.js'
import { DISPOSITIVO } from './dispositivo-corpo.js'

const FILTRO = {
  tipo_dispositivo_id: 1,
  hostname: 'ONU-7',
  apelido: 'sala',
  ip_interno: '192.0.2.7',
  ip_externo: '198.51.100.7',
  macaddress: '02:00:00:00:00:07',
  usuario_logado: 'zulmira',
  data_criacao: '19/05/2026',
}

const QUERY = { is_paginate: true, is_descending: false, order_by: 'nome', total_registros: 100, pagina: 2 }
const ASKED = 'is_paginate=true&is_descending=false&order_by=nome&total_registros=100&pagina=2'
const PAGE = { pagina: 2, ultimaPagina: 2, total: 101 }

export const dispositivoCases: Case[] = [
  {
    call: listarLogsDispositivo,
    give: { params: { dispositivo_id: 626 }, query: QUERY },
    sent: { method: 'GET', url: `/dispositivos/logs/626?${ASKED}` },
    reply: {
      json: {
        meta: plainMeta(2, 2, 101),
        lista: [
          {
            data_criacao: '2026-05-27T14:45:39.218Z',
            log: 'A licença do sistema foi alterada de [] para [AAAAA-BBBBB-CCCCC-DDDDD-EEEEE]',
          },
          { data_criacao: '2026-05-27T14:45:40.000Z', log: 'O IP foi alterado de [192.0.2.7] para [192.0.2.8]' },
        ],
      },
    },
    read: {
      itens: [
        { dataCriacao: '2026-05-27T11:45:39-03:00', log: 'A licença do sistema foi alterada de [] para […]' },
        { dataCriacao: '2026-05-27T11:45:40-03:00', log: 'O IP foi alterado de [192.0.2.7] para [192.0.2.8]' },
      ],
      ...PAGE,
    },
    bad: [['no device', { params: {}, query: {} }, 'params.dispositivo_id']],
  },
  {
    call: buscarDispositivo,
    give: { query: { id: 142, cliente: '1456', patrimonio: 'PR1', serial: 'S7' } },
    sent: { method: 'GET', url: '/dispositivos/buscar?id=142&cliente=1456&patrimonio=PR1&serial=S7' },
    reply: { json: { lista: [{ id: 142, ...DISPOSITIVO }] } },
    read: [
      {
        id: 142,
        apelido: 'ONU da sala',
        hostname: 'ONU-7',
        fabricante: 'Inventada',
        ipInterno: '192.0.2.7',
        localizacao: 'Sala',
        macaddres: '02:00:00:00:00:07',
        marca: 'Inv',
        numeroSerial: 'S7',
        numeroSerieBateria: 'B7',
        potencia: '12w',
        sistemaOperacional: 'Linux',
        tempoDeTrocaBateria: '12',
        voltagemEntrada: '220',
        voltagemSaida: '127',
        clienteId: 1456,
        tipoDispositivoId: 5,
        nobreakId: 70,
        tipoNobreakId: 2,
        totalAlertas: 0,
        isAgent: false,
        isAtivo: true,
        isGerenciavel: false,
        isLocado: false,
        isNobreak: true,
        isNotebook: false,
        isServidor: false,
        isTablet: false,
        isUsb: false,
        isVm: false,
        isWireless: false,
        mobileIsDualChip: false,
        mobileIsTablet: false,
        mobileSim1IsAtivo: false,
        mobileSim1IsRoaming: false,
        mobileSim2IsAtivo: false,
        mobileSim2IsRoaming: false,
        possuiAntivirus: false,
        possuiDisplay: false,
        dataCompra: '2026-04-16',
        dataGarantia: '2027-04-30',
        cpuUsage: '12.5',
        firewallAtivo: true,
        mobileSim1Imei: '000000000000007',
        proxyUsuario: 'proxy',
        ramTotal: '16 GB',
      },
    ],
    bad: [
      ['nothing to search by', { query: {} }, 'query.id'],
      ['a token for the client', { query: { cliente: 'ZUL4M1' } }, 'query.cliente'],
    ],
  },
  {
    call: criarDispositivo,
    sent: { method: 'POST', url: '/dispositivos/', body: DISPOSITIVO },
    reply: { json: { dispositivo_id: 626 } },
    read: { dispositivoId: 626 },
    bad: [
      ['no apelido', { body: { ...DISPOSITIVO, apelido: null } }, 'body.apelido'],
      ['no client', { body: { ...DISPOSITIVO, cliente_id: undefined } }, 'body.cliente_id'],
      ['no hostname', { body: { ...DISPOSITIVO, hostname: '' } }, 'body.hostname'],
      ['no kind', { body: { ...DISPOSITIVO, tipo_dispositivo_id: 0 } }, 'body.tipo_dispositivo_id'],
      ['the filter’s spelling', { body: { ...DISPOSITIVO, macaddress: 'x' } }, 'body.macaddress'],
    ],
  },
  {
    call: editarDispositivo,
    sent: { method: 'PUT', url: '/dispositivos/', body: { id: 626, ...DISPOSITIVO } },
    reply: { json: 'Dispositivo atualizado com sucesso' },
    read: 'Dispositivo atualizado com sucesso',
    bad: [
      ['no id', { body: { hostname: 'x' } }, 'body.id'],
      ['a flag that is a word', { body: { id: 1, is_vm: 'não' } }, 'body.is_vm'],
      ['an object', { body: { id: 1, ram_total: {} } }, 'body.ram_total'],
      ['a field of its own', { body: { id: 1, cor: 'azul' } }, 'body.cor'],
    ],
  },
  {
    call: excluirDispositivo,
    give: { params: { id: 626 } },
    sent: { method: 'DELETE', url: '/dispositivos/626' },
    reply: { json: 'Dispositivo excluido' },
    read: 'Dispositivo excluido',
    bad: [['no id', { params: { id: '' } }, 'params.id']],
  },
  {
    call: listarDispositivos,
    give: { query: QUERY },
    sent: { method: 'POST', url: `/dispositivos/listagem?${ASKED}`, body: { filtro_body: FILTRO } },
    reply: {
      json: {
        meta: plainMeta(2, 2, 101),
        lista: [
          {
            id: 626,
            hostname: 'ONU-7',
            apelido: null,
            macaddres: '02:00:00:00:00:07',
            is_ativo: true,
            data_criacao: '2026-05-27T17:44:25.000Z',
            sistema_operacional: 'Linux',
            sistema_operacional_licenca: 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE',
            total_processadores: '2',
            nome_fantasia: 'Zul',
            tipo_dispositivo_text: 'ONU',
          },
        ],
      },
    },
    read: {
      itens: [
        {
          id: 626,
          hostname: 'ONU-7',
          macaddres: '02:00:00:00:00:07',
          isAtivo: true,
          dataCriacao: '2026-05-27T14:44:25-03:00',
          sistemaOperacional: 'Linux',
          totalProcessadores: 2,
          nomeFantasia: 'Zul',
          tipoDispositivoText: 'ONU',
        },
      ],
      ...PAGE,
    },
    bad: [
      ['an order of its own', { query: { order_by: 'descricao' }, body: { filtro_body: {} } }, 'query.order_by'],
      ['the answer’s spelling', { query: {}, body: { filtro_body: { macaddres: 'x' } } }, 'body.filtro_body.macaddres'],
      [
        'a day in another form',
        { query: {}, body: { filtro_body: { data_criacao: '2026-05-19' } } },
        'body.filtro_body.data_criacao',
      ],
    ],
  },
  {
    call: listarTiposDispositivo,
    sent: { method: 'GET', url: '/dispositivos/lista/tipo-dispositivo' },
    reply: { json: { lista: [{ id: 34, descricao: 'ONU' }, { id: '35', descricao: 'Roteador' }] } },
    read: [
      { id: 34, descricao: 'ONU' },
      { id: 35, descricao: 'Roteador' },
    ],
    bad: [],
  },
  {
    call: obterStatusDispositivo,
    give: { params: { dispositivo_id: 626 } },
    sent: { method: 'GET', url: '/dispositivos/status/626' },
    reply: { json: { hostname: 'ONU-7', status: 'Offline' } },
    read: { hostname: 'ONU-7', status: 'Offline' },
    bad: [['a hostname for the id', { params: { dispositivo_id: 'ONU-7' } }, 'params.dispositivo_id']],
  },
  {
    call: listarSoftwaresDispositivo,
    give: { params: { dispositivo_id: '626' }, query: QUERY },
    sent: { method: 'GET', url: `/dispositivos/softwares/626?${ASKED}` },
    reply: {
      json: {
        meta: plainMeta(2, 2, 101),
        lista: [
          {
            key_licenca: 'AAAAA-BBBBB',
            chaveRegistro: 'HKEY\\Inventado',
            software_geral_id: 85,
            versao: '19.00',
            descricao: 'Editor',
            empresa: 'Inventada',
          },
        ],
      },
    },
    read: {
      itens: [
        { chaveRegistro: 'HKEY\\Inventado', softwareGeralId: 85, versao: '19.00', descricao: 'Editor', empresa: 'Inventada' },
      ],
      ...PAGE,
    },
    bad: [['page 0', { params: { dispositivo_id: 1 }, query: { pagina: 0 } }, 'query.pagina']],
  },
]
