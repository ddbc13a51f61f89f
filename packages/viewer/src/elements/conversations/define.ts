import { ConversationsElement } from './conversations.ts'

/** Loaded when conversations are first looked at. */
export function defineConversations(): void {
  if (!customElements.get('spanlit-conversations')) customElements.define('spanlit-conversations', ConversationsElement)
}
