import { z } from 'zod'

import { parseYamlFile, type FileText } from './yaml-file.js'

/** Fields of a category that hold another system's own names. */
const FIELDS = ['tipo_atendimento', 'mesa', 'setor', 'categoria_primaria', 'categoria_secundaria'] as const

/** A name of another system as it stands in `routing.yaml`. */
export interface NameInRouting {
  kind: (typeof FIELDS)[number]
  name: string
  line: number
  /** E.g. `categorias.2.mesa`. */
  field: string
}

const name = z.string().trim().min(1).optional().catch(undefined)
const categoria = z
  .looseObject({ tipo_atendimento: name, mesa: name, setor: name, categoria_primaria: name, categoria_secundaria: name })
  .catch({ tipo_atendimento: undefined, mesa: undefined, setor: undefined, categoria_primaria: undefined, categoria_secundaria: undefined })
const file = z.looseObject({ categorias: z.array(categoria).catch([]) })

/** All of them with their lines, whatever else is wrong in the file; none where it is no YAML. */
export function namesInRouting(text: FileText): NameInRouting[] {
  const routing = parseYamlFile(text, 'routing.yaml', file)
  return (routing.value?.categorias ?? []).flatMap((one, index) =>
    FIELDS.flatMap((kind): NameInRouting[] => {
      const found = one[kind]
      if (found === undefined) return []
      const { line, field } = routing.problemAt(['categorias', index, kind], '')
      return [{ kind, name: found, line, field }]
    }),
  )
}
