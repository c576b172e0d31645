// Builds what a window needs: main (for Electron; Node runs the sources themselves), preload and renderer, each to its folder of `out`.
import { readFileSync, globSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { type BuildPart, stampBuild } from './src/main/shell/windowBuild.ts';

const ROOT = import.meta.dirname;
const from = (path: string): string => resolve(ROOT, path);

/** Files that main reads beside its modules at run time. */
const MAIN_FILES = '{store/migrations,shell/chromium/closing}/**/*.{sql,json,html,css}';

/** Puts the files main reads at run time where their readers look for them: beside the module. */
const filesBesideModules: Plugin = {
  name: 'foredeck:files-beside-modules',
  generateBundle() {
    for (const fileName of globSync(MAIN_FILES, { cwd: from('src/main') })) {
      const source = readFileSync(from(`src/main/${fileName}`));
      this.emitFile({ type: 'asset', fileName: `main/${fileName.replaceAll('\\', '/')}`, source });
    }
  },
};

const WORKER_FILE = /new URL\(\s*'(\.[^']+)\.(ts|mjs)'\s*,\s*import\.meta\.url\s*\)/g;

/** `new URL('./worker.ts', import.meta.url)` names a file of its own: it is built too, and named as it is then called. */
const workerFiles: Plugin = {
  name: 'foredeck:worker-files',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    return code.replace(WORKER_FILE, (_, path: string, ending: string) => {
      this.emitFile({ type: 'chunk', id: resolve(id, '..', `${path}.${ending}`) });
      return `new URL('${path}.js', import.meta.url)`;
    });
  },
};

/** The view a window opens with. */
const FIRST_VIEW = 'features/dashboard/DashboardView.tsx';

/** Files of the first view are asked for with the others and not only once these run: each is answered by the program. */
const firstViewEarly: Plugin = {
  name: 'foredeck:first-view-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const view = chunks.find(({ facadeModuleId }) => facadeModuleId?.replaceAll('\\', '/').endsWith(FIRST_VIEW));
      if (view === undefined) throw new Error(`expected a chunk of its own for ${FIRST_VIEW}`);
      const files = [view, ...chunks.filter(({ fileName }) => view.imports.includes(fileName))];
      const isNew = (name: string): boolean => !html.includes(name);
      const scripts = files.map(({ fileName }) => fileName).filter(isNew);
      const styles = files.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]).filter(isNew);
      const link = (attrs: Record<string, string | boolean>) => ({ tag: 'link', attrs, injectTo: 'head' as const });
      return [
        ...scripts.map((name) => link({ rel: 'modulepreload', crossorigin: true, href: `./${name}` })),
        ...styles.map((name) => link({ rel: 'preload', as: 'style', crossorigin: true, href: `./${name}` })),
      ];
    },
  },
};

/** Notes down what was built, once it is on the disk: `npm start` builds again only when that has changed. */
const stamp = (part: BuildPart): Plugin => ({
  name: `foredeck:stamp-${part}`,
  apply: 'build',
  closeBundle() {
    stampBuild(ROOT, part);
  },
});

export default defineConfig({
  main: {
    plugins: [workerFiles, filesBesideModules, stamp('main')],
    build: {
      // One file out for each file in, at the same depth: `import.meta.dirname` finds the same neighbours in both.
      outDir: from('out'),
      emptyOutDir: false,
      target: 'node24',
      externalizeDeps: true,
      rolldownOptions: {
        input: from('src/main/index.ts'),
        output: {
          preserveModules: true,
          preserveModulesRoot: from('src'),
          entryFileNames: '[name].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      target: 'node24',
      // A sandboxed preload script can load nothing: each is one CommonJS file with all it needs.
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: ['index', 'isolatedWorld', 'mainWorld'].map((name) => from(`src/preload/${name}.ts`)),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    // The last of the three to be built, so that its stamp speaks for the preload too.
    plugins: [react(), firstViewEarly, stamp('window')],
    build: {
      outDir: from('out/renderer'),
      target: 'chrome140',
      minify: true,
      sourcemap: false,
      // A picture in a `data:` address is one more thing the content policy would have to allow.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: from('src/renderer/index.html'),
        output: {
          // What most views share in one file each: a file less is a question less before the window is there.
          codeSplitting: {
            groups: [
              {
                name: 'react',
                test: /node_modules[\\/](?:react|react-dom|scheduler|zustand|use-sync-external-store)[\\/]/,
              },
              { name: 'ui', test: /src[\\/]renderer[\\/](?:ui|lib)[\\/]/ },
            ],
          },
        },
      },
    },
  },
});
