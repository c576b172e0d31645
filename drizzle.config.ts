// `DATABASE=foredeck npx drizzle-kit generate --name <what>` writes a migration; see the top of the schema for what to add by hand.
import { defineConfig } from 'drizzle-kit';

const database = process.env['DATABASE'] ?? 'foredeck';

export default defineConfig({
  dialect: 'sqlite',
  schema: `./src/main/store/schema/${database}.ts`,
  out: `./src/main/store/migrations/${database}`,
});
