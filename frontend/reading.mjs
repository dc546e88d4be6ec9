// A reading saves itself while it is written. Without this script its buttons do the same.
const PAUSE = 1200 // milliseconds after the last key

export function keepReading (form) {
  const status = form.querySelector('[data-status]')
  const field = (name) => form.elements.namedItem(name)
  let timer, sending = false, changed = false, stopped = false

  const say = (text) => { status.textContent = text }

  async function save () {
    if (stopped || sending || !changed) return
    sending = true
    changed = false
    say('Saving')
    try {
      const answer = await fetch(form.action, {
        method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }, credentials: 'same-origin', redirect: 'error'
      })
      const told = await answer.json()
      if (answer.ok) {
        field('seen').value = told.version
        say(told.saved)
        for (const [name, words] of Object.entries(told.suggested)) {
          const place = form.querySelector(`[data-suggested="${name}"]`)
          if (place) place.textContent = words
        }
      } else {
        changed = true
        stopped = answer.status === 409
        say(`Not saved. ${told.problem}`)
      }
    } catch {
      changed = true
      say('Not saved: the site can’t be reached, or you are signed out. It is tried again; keep this page open.')
      clearTimeout(timer)
      timer = setTimeout(save, 10 * PAUSE)
    }
    sending = false
    if (changed && !stopped && !timer) soon()
  }

  function soon () {
    changed = true
    clearTimeout(timer)
    timer = setTimeout(() => { timer = undefined; save() }, PAUSE)
  }

  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
  form.addEventListener('focusin', (event) => {
    const criterion = event.target.closest('[data-criterion]')
    if (criterion) field('place').value = criterion.dataset.criterion
  })
  form.addEventListener('submit', () => { stopped = true; clearTimeout(timer); changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save() })

  // 1 to 5 answer the question that has the focus; Alt with an arrow goes to the next, or the one before.
  form.addEventListener('keydown', (event) => {
    const criteria = [...form.querySelectorAll('[data-criterion]')]
    const here = criteria.findIndex((one) => one.contains(event.target))
    if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const next = criteria[here + (event.key === 'ArrowDown' ? 1 : -1)]
      if (next) { event.preventDefault(); goTo(next) }
      return
    }
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('textarea')) return
    const answer = criteria[here].querySelectorAll('input[type=radio]')[Number(event.key) - 1]
    if (answer) { event.preventDefault(); answer.focus(); answer.click() }
  })

  function goTo (criterion) {
    const target = criterion.querySelector('input:checked') || criterion.querySelector('input')
    target.focus()
    criterion.scrollIntoView({ block: 'center' })
  }

  const last = field('place').value
  const place = last && form.querySelector(`[data-criterion="${CSS.escape(last)}"]`)
  if (place) goTo(place)
}
