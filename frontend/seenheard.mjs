// Everything works without this script; it only makes some things quicker.
import { ErrorSummary, SkipLink, createAll } from 'govuk-frontend'
import { keepReading } from './reading.mjs'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
createAll(SkipLink)
createAll(ErrorSummary)

// Single letters act only on a page that says so, because its reader asked for them, and never while typing.
if (document.querySelector('[data-keys]')) {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return
    if (event.target.closest('textarea, select, input:not([type=radio])')) return
    const found = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key === event.key)
    if (!found) return
    event.preventDefault()
    found.click()
  })
}

const reading = document.querySelector('form[data-reading]')
if (reading) keepReading(reading)
