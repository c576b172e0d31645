// What the browser of our window must not do with what is typed into it: offer to keep it. No flag says so, only its profile does.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** All of it is the browser's own, but for what is ours. */
const preferences = z
  .looseObject({
    credentials_enable_service: z.unknown(),
    profile: z.looseObject({}).catch({}),
    autofill: z.looseObject({}).catch({}),
  })
  .catch({ credentials_enable_service: false, profile: {}, autofill: {} });

/** Before the browser starts on `profile`: it neither keeps passwords nor fills forms. */
export function keepNothingTyped(profile: string): void {
  const file = join(profile, 'Default', 'Preferences');
  const found = preferences.parse(read(file));
  const ours = {
    ...found,
    credentials_enable_service: false,
    profile: { ...found.profile, password_manager_enabled: false },
    autofill: { ...found.autofill, profile_enabled: false, credit_card_enabled: false },
  };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(ours), { mode: 0o600 });
}

/** What cannot be read, the browser would begin anew too. */
function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
