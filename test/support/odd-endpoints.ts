import type { ServerResponse } from 'node:http'

import { answer, call, decide, status, type Step } from './model-endpoint.js'

/** How endpoints of whatever make die in the middle, or say what no model should: nothing can come of any of these. */
export const DYING: Readonly<Record<string, Step>> = {
  'cut after its headers': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
    response.flushHeaders()
    response.socket?.destroySoon()
  },
  'cut in the middle of its JSON': (response) => {
    response.writeHead(200, { 'content-length': '500' }).write('{"choices":[{"message":{"content":"{\\"tipo')
    response.socket?.destroySoon()
  },
  'half a JSON, ended in good order': (response) => response.end('{"choices":[{"message":{"content":"{\\"tipo'),
  'silence': () => undefined,
  'headers, then silence': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
  },
  'a word now and then without an end': drip,
  'a megabyte in pieces': (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let at = 0; at < 100; at += 1) response.write(`data: ${'a'.repeat(10_000)}\n\n`)
    response.end()
  },
  '401': status(401),
  '403': status(403),
  '404 for its model': (response) => response.writeHead(404).end('{"error":{"code":"model_not_found","param":"model"}}'),
  '404 with a page': (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>nginx</html>'),
  '408': status(408),
  '413': status(413),
  '429 for an hour': status(429, { 'retry-after': '3600' }),
  '429 for a second': status(429, { 'retry-after': '1' }),
  '429 until a date': status(429, { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() }),
  '500': status(500),
  '502 with a page': (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>'),
  '503 that asks to come again': status(503, { 'retry-after': '2' }),
  '400 for its length': (response) => response.writeHead(400).end('{"error":{"code":"context_length_exceeded","param":"messages"}}'),
  '400 that never ends': (response) => void response.writeHead(400).write('{"error":'),
  'another address': (response) => response.writeHead(308, { location: 'http://127.0.0.1:1/v1' }).end(),
  'nothing at all': (response) => response.end(),
  'an error that it calls a success': (response) => response.end('{"error":{"message":"Provider returned error","code":502}}'),
  'no choices': (response) => response.end('{"choices":[]}'),
  'neither content nor calls': { content: null },
  'an end at its length': { content: '{"tipo":"perguntar","texto":"Sobre', finish: 'length' },
  'a refusal': { content: null, refusal: 'I cannot help with that.' },
  'calls of tools that do not exist': call('apagar_tudo', { cpf: 'x' }),
  'arguments that are a list': { tool_calls: [{ id: '1', function: { name: 'decidir', arguments: [1, 2] } }] },
  'prose': { content: 'Claro! Como posso ajudar?' },
  'thoughts without an end': { content: '<think>{"tipo":"atendente"}' },
  'two decisions at once': {
    tool_calls: ['seguir', 'atendente'].map((tipo) => ({ id: tipo, function: { name: 'decidir', arguments: JSON.stringify({ tipo }) } })),
  },
  'a stream that is cut': (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"choices":[{"delta":{"content":"{\\"tipo"}}]}\n\n', () => response.destroy())
  },
}

/** The question that the decisions below ask. */
export const ASKS = 'Você quer falar de qual assunto?'
const decision = { tipo: 'perguntar', texto: ASKS } as const

/** Every legal way, and some that are only usual, to say one and the same decision. */
export const LEGAL: Readonly<Record<string, Step>> = {
  'a call': decide(decision),
  'arguments as an object': { tool_calls: [{ id: 'a', function: { name: 'decidir', arguments: decision } }] },
  'a call with an empty id': { tool_calls: [{ id: '', function: { name: 'decidir', arguments: JSON.stringify(decision) } }] },
  'a call that stopped': { ...decide(decision), finish: 'stop' },
  'a call with content beside it': { ...decide(decision), content: 'Vou perguntar.' },
  'the older call of a function': { function_call: { name: 'decidir', arguments: JSON.stringify(decision) } },
  'content as a string': { content: JSON.stringify(decision) },
  'content in parts': { content: [{ type: 'reasoning', text: '' }, { type: 'text', text: JSON.stringify(decision) }] },
  'content behind thoughts': { content: `<think>{"tipo":"atendente"}</think>\n${JSON.stringify(decision)}` },
  'content behind thoughts that never began': { content: `{"tipo":"atendente"}</think>${JSON.stringify(decision)}` },
  'content in a fence, prose behind it': { content: `\`\`\`json\n${JSON.stringify(decision)}\n\`\`\`\nEspero ter ajudado {}` },
  'the call as text': { content: `<tool_call>{"name":"decidir","arguments":${JSON.stringify(decision)}}</tool_call>` },
  'the call as an object of a function': {
    content: JSON.stringify({ type: 'function', function: { name: 'decidir', arguments: JSON.stringify(decision) } }),
  },
  'the decision under its name': { content: JSON.stringify({ decidir: decision }) },
  'capitals, and a name with a prefix': {
    tool_calls: [{ id: 'a', function: { name: 'functions.decidir', arguments: JSON.stringify({ ...decision, tipo: ' PERGUNTAR' }) } }],
  },
  'the same call twice': {
    tool_calls: ['a', 'b'].map((id) => ({ id, function: { name: 'decidir', arguments: JSON.stringify(decision) } })),
  },
  'a stream that nobody asked for': streamed(
    ...[{ index: 0, function: { name: 'decidir', arguments: '' } }, ...JSON.stringify(decision).split(/(?<=,)/u).map(
      (piece) => ({ index: 0, function: { arguments: piece } }),
    )].map((call) => ({ tool_calls: [call] })),
  ),
  'a stream of content': streamed(...JSON.stringify(decision).split(/(?<=,)/u).map((content) => ({ content }))),
  'no usage, no id, no model': (response) => {
    response.end(JSON.stringify({ choices: [{ message: { content: JSON.stringify(decision) } }] }))
  },
  'null wherever it may stand': (response) => {
    const message = { role: 'assistant', content: JSON.stringify(decision), tool_calls: null, refusal: null, function_call: null }
    response.end(JSON.stringify({ id: null, usage: null, choices: [{ index: 0, finish_reason: null, logprobs: null, message }] }))
  },
  'no tool_choice taken': refusing('tool_choice'),
  'no max_tokens taken': refusing('max_tokens'),
  'no tools taken': (response, { raw }) => {
    if (raw.includes('"tools"')) response.writeHead(400).end('{"error":{"message":"registry: does not support tools"}}')
    else answer(response, { content: JSON.stringify(decision) })
  },
}

function refusing(field: string): Step {
  return (response, { raw }) => {
    if (raw.includes(`"${field}"`)) response.writeHead(400).end('{"error":{"message":"unsupported"}}')
    else answer(response, decide(decision))
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 100)
  response.on('close', () => {
    clearInterval(timer)
  })
}

/** Chunks as a stream gives them, whatever was asked for. */
function streamed(...deltas: readonly unknown[]): Step {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': PROCESSING\n\n')
    for (const delta of deltas) response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`)
    response.end('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')
  }
}
