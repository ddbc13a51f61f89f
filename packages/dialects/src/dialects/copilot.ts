import type { Dialect } from '../model/dialect.ts'

/** GitHub Copilot in the editor and in the terminal: the conventions, sessions under names of its own. */
export const copilot: Dialect = {
  name: 'copilot',
  fields: {
    session: [
      'gen_ai.conversation.id',
      'github.copilot.chat_session_id',
      'copilot_chat.chat_session_id',
      'copilot_chat.session_id',
    ],
    toolCallId: ['gen_ai.tool.call.id'],
  },
}
