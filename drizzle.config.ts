import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/store/schema/market.ts',
  out: './src/main/store/migrations/market',
});
