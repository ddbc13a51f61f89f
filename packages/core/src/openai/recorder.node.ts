import { settings } from '../settings.ts'
import { recorder } from './content/index.ts'

settings.recorder ??= recorder
