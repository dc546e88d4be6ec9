// Compiles the look of the site to src/seenheard/web/static/built: one stylesheet, one script, the fonts.
import { cp, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = path.dirname(fileURLToPath(import.meta.url))
const root = path.dirname(here)
const built = path.join(root, 'src/seenheard/web/static/built')
const fonts = path.join(root, 'node_modules/@fontsource/source-sans-3')
const WEIGHTS = [400, 600, 700]

await rm(built, { recursive: true, force: true })
await mkdir(path.join(built, 'fonts'), { recursive: true })

const sheet = sass.compile(path.join(here, 'seenheard.scss'), {
  loadPaths: [root, path.join(root, 'node_modules')],
  quietDeps: true,
  silenceDeprecations: ['import', 'global-builtin', 'if-function'],
  style: 'compressed'
})
await esbuild.build({
  stdin: { contents: sheet.css, loader: 'css', resolveDir: here },
  outfile: path.join(built, 'seenheard.css'),
  minify: true
})
await esbuild.build({
  entryPoints: [path.join(here, 'seenheard.mjs')],
  outfile: path.join(built, 'seenheard.js'),
  bundle: true,
  minify: true,
  target: ['es2020'],
  format: 'esm'
})
for (const weight of WEIGHTS) {
  for (const script of ['latin', 'latin-ext']) {
    const file = `source-sans-3-${script}-${weight}-normal.woff2`
    await cp(path.join(fonts, 'files', file), path.join(built, 'fonts', file))
  }
}
await cp(path.join(fonts, 'LICENSE'), path.join(built, 'fonts/LICENSE'))
await cp(path.join(here, 'icon.svg'), path.join(built, 'icon.svg'))
