import { describe, expect, it } from 'vitest'

import { contatoNeedsPhone, renderContato } from '../../../src/domain/contato.js'

describe('the contato at TempBox', () => {
  it('is the Telegram id by default, and no phone', () => {
    expect(renderContato('{{telegram_id}}', '4242', ['(11) 91234-1234'])).toEqual({ contato: '4242', isPhone: false })
  })

  it('is the first Brazilian phone of the record where the template asks for one', () => {
    const contato = renderContato('{{ telefone }}', '4242', ['sem número', '(11) 91234-1234'])
    expect(contato).toEqual({ contato: '5511912341234', isPhone: true })
  })

  it('may have words around it', () => {
    expect(renderContato('tg-{{telegram_id}}', '4242', [])).toEqual({ contato: 'tg-4242', isPhone: false })
  })

  it('falls back to the Telegram id where there is no phone', () => {
    expect(renderContato('wa-{{telefone}}', '4242', [])).toEqual({ contato: '4242', isPhone: false })
  })

  it('tells whether the record is needed at all', () => {
    expect([contatoNeedsPhone('{{telegram_id}}'), contatoNeedsPhone('{{telefone}}')]).toEqual([false, true])
  })
})
