// Everything works without this script; it only makes some things quicker.
import { ErrorSummary, SkipLink, createAll } from 'govuk-frontend'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
createAll(SkipLink)
createAll(ErrorSummary)
