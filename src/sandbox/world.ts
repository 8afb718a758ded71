import { articles } from './world/articles.js'
import { bruno, carla, davi, estudio, gabi, lia, otto, padaria, people, ana } from './world/people.js'
import type { World } from './world/types.js'

/** The made-up provider "Fibra Aurora" and its customers. Nobody in it exists. */
export const world: World = {
  pessoas: people,
  faturas: [
    {
      idFatura: 36_397,
      codigoCliente: davi.codigoCliente,
      idClienteServico: 1701,
      valor: 99.9,
      vencimento: '10/05/2026',
      pagamento: null,
    },
    {
      idFatura: 36_403,
      codigoCliente: davi.codigoCliente,
      idClienteServico: 1701,
      valor: 104.35,
      vencimento: '10/06/2026',
      pagamento: null,
    },
    {
      idFatura: 36_500,
      codigoCliente: ana.codigoCliente,
      idClienteServico: 1101,
      valor: 100.9,
      vencimento: '15/06/2026',
      pagamento: '14/06/2026',
    },
  ],
  atendimentos: [
    {
      codigoCliente: gabi.codigoCliente,
      idClienteServico: 2001,
      tipo: 'SUPORTE TÉCNICO',
      descricao: 'Internet caindo à noite.',
    },
    {
      codigoCliente: lia.codigoCliente,
      idClienteServico: 2401,
      tipo: 'SUPORTE TÉCNICO',
      descricao: 'Troca de roteador pedida na loja.',
    },
    {
      codigoCliente: otto.codigoCliente,
      idClienteServico: 2601,
      tipo: 'TÉCNICO - SEM CONEXÃO',
      descricao: 'Sem sinal na fibra, visita pedida.',
      comVisita: true,
    },
  ],
  milvusClientes: [
    { id: 30_753, token: 'ANA001', nome: ana.nome, documento: ana.documento },
    { id: 30_754, token: 'BRU002', nome: bruno.nome, documento: bruno.documento },
    // Two registers of one document: nothing may be filed at either.
    { id: 30_755, token: 'CAR003', nome: carla.nome, documento: carla.documento },
    { id: 50_662, token: 'CAR004', nome: `${carla.nome} (FILIAL)`, documento: carla.documento },
    { id: 30_757, token: 'PAD005', nome: padaria.nome, documento: padaria.documento },
    { id: 30_758, token: 'EST006', nome: estudio.nome, documento: estudio.documento },
    { id: 30_766, token: 'LIA014', nome: lia.nome, documento: lia.documento },
  ],
  artigos: articles,
}
