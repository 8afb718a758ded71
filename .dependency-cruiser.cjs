/**
 * The directions of docs/architecture.md: the inside knows nothing of the outside, adapters know ports and not each
 * other, and each library has one room. A rule's name is what `npm run boundaries` prints when it is broken.
 */

const PORTS = '^src/((conversation|outbox|watchers)/ports|conversation/agent)[.]ts$'

/** Where each room may reach inside `src/`, itself and nothing else included. */
const ROOMS = {
  domain: [],
  lib: ['domain'],
  conversation: ['domain', 'lib'],
  outbox: ['domain', 'lib'],
  watchers: ['domain', 'lib'],
}

const ADAPTERS = ['agent', 'telegram', 'store', 'console', 'sandbox', 'prompts', 'server', 'integrations']

/** Sandbox files that start the whole bot; they are entry points of their own. */
const SANDBOX_ENTRIES = '^src/sandbox/(demo|play)[.]ts$'

/** Libraries that one room alone knows. */
const LIBRARIES = [
  ['grammy', '(grammy|@grammyjs)', '^src/telegram/'],
  ['undici', 'undici', '^src/integrations/http/'],
  ['cockatiel', 'cockatiel', '^src/(integrations/http|agent)/'],
  ['libsql', '(libsql|@libsql)', '^src/store/sqlite/'],
  ['redis', '(redis|@redis|ioredis)', '^src/store/redis/'],
  ['models', '(langchain|@langchain|openai)', '^src/agent/'],
  ['prom-client', 'prom-client', '^src/server/'],
  ['pino', 'pino', '^src/lib/logger[.]ts$'],
  ['liquidjs', 'liquidjs', '^src/prompts/'],
  ['yaml', 'yaml', '^src/prompts/'],
]

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const roomRules = Object.entries(ROOMS).map(([room, allowed]) =>
  rule(
    `${room}-reaches-out`,
    `${room}/ imports ${allowed.length ? `${allowed.join(', ')} and itself` : 'nothing of ours but itself'}.`,
    { path: `^src/${room}/` },
    { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
  ),
)

const adapterRules = ADAPTERS.map((room) =>
  rule(
    `${room}-reaches-out`,
    `${room}/ imports domain, lib, ports and itself: adapters never import each other.`,
    { path: `^src/${room}/`, ...(room === 'sandbox' ? { pathNot: SANDBOX_ENTRIES } : {}) },
    { path: '^src/', pathNot: [`^src/(${room}|domain|lib)/`, PORTS] },
  ),
)

const libraryRules = LIBRARIES.map(([name, modules, home]) =>
  rule(
    `${name}-elsewhere`,
    `${name} is known to ${home.slice(1).replace('[.]', '.').replace('$', '')} alone.`,
    { path: '^src/', pathNot: home },
    // With the name at the start: a module that is not installed has no path in node_modules.
    { path: `(^|node_modules/)${modules}(/|$)` },
  ),
)

module.exports = {
  forbidden: [
    ...roomRules,
    ...adapterRules,
    ...libraryRules,
    rule(
      'port-as-value',
      'A port is types: an adapter imports it with `import type`.',
      { path: `^src/(${ADAPTERS.join('|')})/` },
      { path: PORTS, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'integration-to-integration',
      'hubsoft, milvus and tempbox share http/ and wire/, and nothing else.',
      { path: '^src/integrations/(hubsoft|milvus|tempbox)/' },
      { path: '^src/integrations/', pathNot: '^src/integrations/($1|http|wire)/' },
    ),
    rule(
      'http-knows-a-vendor',
      'integrations/http and integrations/wire serve any system.',
      { path: '^src/integrations/(http|wire)/' },
      { path: '^src/integrations/(hubsoft|milvus|tempbox)/' },
    ),
    rule(
      'store-port-as-value',
      'store/store.ts is types.',
      { path: '^src/' },
      { path: '^src/store/store[.]ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'store-to-store',
      'The store adapters do not know each other.',
      { path: '^src/store/(sqlite|redis)/' },
      { path: '^src/store/(sqlite|redis)/', pathNot: '^src/store/$1/' },
    ),
    rule(
      'main-reaches-out',
      'main.ts starts the app and knows nothing of its parts.',
      { path: '^src/main[.]ts$' },
      { path: '^src/', pathNot: '^src/(app|config)[.]ts$|^src/(domain|lib)/' },
    ),
    rule('config-reaches-out', 'config.ts reads the environment.', { path: '^src/(config|variables)[.]ts$' }, {
      path: '^src/',
      pathNot: '^src/(domain|lib)/|^src/variables[.]ts$',
    }),
    rule('variables-elsewhere', 'The schema of the environment is for config.ts.', { path: '^src/', pathNot: '^src/config[.]ts$' }, {
      path: '^src/variables[.]ts$',
    }),
    rule(
      'demo-reaches-out',
      'The demo and the playground start the same app that production does.',
      { path: SANDBOX_ENTRIES },
      { path: '^src/', pathNot: '^src/(app|config)[.]ts$|^src/(sandbox|domain|lib)/' },
    ),
    rule(
      'app-knows-the-sandbox',
      'No stand-in of another system is part of the bot.',
      { path: '^src/', pathNot: '^src/(sandbox|eval)/' },
      { path: '^src/sandbox/' },
    ),
    rule(
      'eval-reaches-out',
      'Evals start the same app that production does, against stand-ins, and read scenarios, texts and journals.',
      { path: '^src/eval/' },
      {
        path: '^src/',
        pathNot: '^src/(app|config)[.]ts$|^src/(eval|sandbox|prompts|domain|lib)/|^src/store/(open-store|read-journal)[.]ts$|^src/agent/persona[.]ts$|^src/conversation/(messages|redact)[.]ts$',
      },
    ),
    rule(
      'app-knows-evals',
      'Evals are an entry of their own; only the check of the operators\' folder reads scenarios as well.',
      { path: '^src/', pathNot: '^src/(eval/|operators-folder[.]ts$)' },
      { path: '^src/eval/' },
    ),
    rule(
      'api-reaches-out',
      'The command line of the APIs knows their declarations and the configuration, and nothing of the bot.',
      { path: '^src/api/' },
      { path: '^src/', pathNot: '^src/config[.]ts$|^src/(api|integrations|domain|lib)/' },
    ),
    rule(
      'app-knows-the-command-line',
      'The command line of the APIs is an entry of its own.',
      { path: '^src/', pathNot: '^src/api/' },
      { path: '^src/api/' },
    ),
    rule(
      'doctor-reaches-out',
      'The doctor asks each system through its own room, and never starts the bot.',
      { path: '^src/doctor/' },
      {
        path: '^src/',
        pathNot: [
          '^src/(config|operators-folder)[.]ts$|^src/(doctor|domain|lib|prompts|integrations|store)/',
          '^src/telegram/(inspection|bot-profile|webhook)[.]ts$|^src/agent/inspection[.]ts$',
        ],
      },
    ),
    rule(
      'app-knows-the-doctor',
      'The doctor is an entry of its own.',
      { path: '^src/', pathNot: '^src/doctor/' },
      { path: '^src/doctor/' },
    ),
    rule(
      'decides-with-io',
      'What decides reads and writes through ports.',
      { path: '^src/(domain|conversation)/' },
      { dependencyTypes: ['core'], path: '^(node:)?(fs|net|http|https|http2|tls|dns|dgram|child_process)(/|$)' },
    ),
    rule('cycle', 'Two files that need each other are one, or three.', {}, { circular: true }),
    rule(
      'orphan',
      'Nobody imports it and it imports nobody.',
      { orphan: true, pathNot: ['^src/main[.]ts$', SANDBOX_ENTRIES] },
      {},
    ),
    rule('unresolvable', 'It cannot be found.', {}, { couldNotResolve: true }),
    rule(
      'not-declared',
      'What runs in production stands in the dependencies of package.json.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    rule('tests-in-production', 'Production does not import tests.', { path: '^src/' }, { path: '^test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
